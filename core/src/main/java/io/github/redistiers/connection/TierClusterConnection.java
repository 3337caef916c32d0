package io.github.redistiers.connection;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.ClusterCommandExecutor;
import org.springframework.data.redis.connection.ClusterTopologyProvider;
import org.springframework.data.redis.connection.RedisKeyCommands;
import org.springframework.data.redis.connection.RedisListCommands;
import org.springframework.data.redis.connection.RedisSetCommands;
import org.springframework.data.redis.connection.RedisStringCommands;
import org.springframework.data.redis.connection.lettuce.LettuceClusterConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionProvider;

/**
 * A connection to a cluster, whose failures have the tier's names. The failure of a call
 * that is several commands there, since its keys are in several slots, is that of a
 * batch.
 */
class TierClusterConnection extends LettuceClusterConnection {

	private final NamedFailures failures;

	private boolean scattered;

	TierClusterConnection(@Nullable StatefulRedisClusterConnection<byte[], byte[]> shared,
			LettuceConnectionProvider provider, ClusterTopologyProvider topology, ClusterCommandExecutor executor,
			Duration timeout, NamedFailures failures) {
		super(shared, provider, topology, executor, timeout);
		this.failures = failures;
	}

	@Override
	protected DataAccessException convertLettuceAccessException(Exception cause) {
		DataAccessException named = this.scattered ? this.failures.translateInBatch(cause)
				: this.failures.translate(cause);
		return (named != null) ? named : super.convertLettuceAccessException(cause);
	}

	@Override
	public RedisKeyCommands keyCommands() {
		return watched(super.keyCommands(), RedisKeyCommands.class);
	}

	@Override
	public RedisStringCommands stringCommands() {
		return watched(super.stringCommands(), RedisStringCommands.class);
	}

	@Override
	public RedisListCommands listCommands() {
		return watched(super.listCommands(), RedisListCommands.class);
	}

	@Override
	public RedisSetCommands setCommands() {
		return watched(super.setCommands(), RedisSetCommands.class);
	}

	private <T> T watched(T commands, Class<T> type) {
		return type.cast(Proxy.newProxyInstance(TierClusterConnection.class.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> call(commands, method, arguments)));
	}

	/**
	 * A call of several commands makes others.
	 */
	private @Nullable Object call(Object commands, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		boolean outer = this.scattered;
		this.scattered = outer || ScatteredKeys.areIn(method.getName(), arguments);
		try {
			return method.invoke(commands, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
		finally {
			this.scattered = outer;
		}
	}

	@Override
	protected StatefulConnection<byte[], byte[]> doGetAsyncDedicatedConnection() {
		return this.failures.connected(super::doGetAsyncDedicatedConnection);
	}

	@Override
	public List<@Nullable Object> closePipeline() {
		return this.failures.piped(super::closePipeline);
	}

}
