package io.github.redistiers.connection;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

import io.github.redistiers.TierRole;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.ClusterCommandExecutor;
import org.springframework.data.redis.connection.ClusterTopologyProvider;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClusterConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnection.PipeliningFlushPolicy;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionProvider;

/**
 * A tier's connections, with the defaults of its role.
 * <ul>
 * <li>Connecting happens in the background and goes on until the server is there. While
 * it is not, the cache fails at once; callers of the store wait for the attempt that is
 * under way, all together at most the connect timeout. Both fail with
 * {@link RedisConnectionFailureException}.</li>
 * <li>While a connection is lost, commands are rejected at once ("Currently not
 * connected": not applied). A command whose reply is lost fails ("Connection
 * disconnected": unknown whether applied) and is never sent again.</li>
 * <li>A command waits at most the tier's timeout, a blocking one its block time on top
 * (and for ever, if it asks for that).</li>
 * </ul>
 *
 * @since 0.1.0
 */
public class TierConnectionFactory extends LettuceConnectionFactory {

	private final TierSettings settings;

	private final TierClientConfiguration client;

	private final NamedFailures failures;

	private PipeliningFlushPolicy flushPolicy = PipeliningFlushPolicy.flushEachCommand();

	private volatile @Nullable SharedLink blocking;

	private volatile @Nullable SharedLink reactive;

	private volatile @Nullable TierConnectionProvider provider;

	/**
	 * Makes the factory of one tier. It connects when it is started, which Spring does
	 * for a bean.
	 * @param settings where the servers are and how they are talked to
	 */
	public TierConnectionFactory(TierSettings settings) {
		this(settings, TierClientConfiguration.of(settings));
	}

	private TierConnectionFactory(TierSettings settings, TierClientConfiguration client) {
		super(settings.configuration(), client.effective());
		this.settings = settings;
		this.client = client;
		this.failures = new NamedFailures(settings.failureTranslation());
		if (settings.executor() != null) {
			setExecutor(settings.executor());
		}
	}

	/**
	 * What this factory was made of.
	 * @return never {@code null}
	 */
	public final TierSettings getSettings() {
		return this.settings;
	}

	@Override
	public LettuceClientConfiguration getClientConfiguration() {
		return this.client.visible();
	}

	@Override
	public long getTimeout() {
		return this.client.visible().getCommandTimeout().toMillis();
	}

	@Override
	public void setPipeliningFlushPolicy(PipeliningFlushPolicy pipeliningFlushPolicy) {
		super.setPipeliningFlushPolicy(pipeliningFlushPolicy);
		this.flushPolicy = pipeliningFlushPolicy;
	}

	@Override
	public void start() {
		super.start();
		if (this.settings.eager()) {
			required(this.blocking).begin();
		}
	}

	/**
	 * Begins to connect in the background.
	 */
	@Override
	public void initConnection() {
		required(this.blocking).begin();
	}

	@Override
	public void resetConnection() {
		close(this.blocking);
		close(this.reactive);
	}

	/**
	 * Ends all attempts to connect. A call that comes later fails; after another start
	 * there are new connections.
	 */
	@Override
	public void stop() {
		end(this.blocking);
		end(this.reactive);
		super.stop();
	}

	/**
	 * Does nothing: a lost connection is noticed and restored without being asked.
	 */
	@Override
	public void validateConnection() {
	}

	/**
	 * Opens a connection to the tier's primary that nobody shares and that reconnects by
	 * itself; blocks meanwhile. For what a server tells a connection unasked.
	 * @return the connection, which the caller closes
	 * @throws RedisConnectionFailureException if the server is not there
	 * @throws IllegalStateException if the tier is a cluster, which has several primaries
	 */
	@SuppressWarnings("unchecked")
	public StatefulRedisConnection<byte[], byte[]> openConnection() {
		if (isClusterAware()) {
			throw new IllegalStateException("The " + this.settings + " is a cluster and has several primaries");
		}
		return required(this.provider).open(StatefulRedisConnection.class);
	}

	/**
	 * Has somebody hear of each call that is not answered in time.
	 */
	void onTimeout(Runnable timedOut) {
		this.failures.onTimeout(timedOut);
	}

	/**
	 * The tier's servers, each to be asked by itself.
	 */
	List<TierNode> nodes() {
		return new LettuceNodes(this.settings, this.client.visible(), getRequiredNativeClient().getResources()).find();
	}

	@Override
	public void destroy() {
		this.client.effective().getRedisCredentialsProviderFactory().ifPresent((factory) -> {
			if (factory instanceof TierCredentialsFactory credentials) {
				credentials.close();
			}
		});
		super.destroy();
		ClientResources resources = this.client.ownResources();
		if (resources != null) {
			resources.shutdown();
		}
	}

	@Override
	@SuppressWarnings("unchecked")
	protected @Nullable StatefulRedisConnection<byte[], byte[]> getSharedConnection() {
		return (getShareNativeConnection() && !isClusterAware())
				? (StatefulRedisConnection<byte[], byte[]>) shared(this.blocking, patience()) : null;
	}

	@Override
	@SuppressWarnings("unchecked")
	protected @Nullable StatefulRedisClusterConnection<byte[], byte[]> getSharedClusterConnection() {
		return (getShareNativeConnection() && isClusterAware())
				? (StatefulRedisClusterConnection<byte[], byte[]>) shared(this.blocking, patience()) : null;
	}

	@Override
	@SuppressWarnings("unchecked")
	protected @Nullable StatefulConnection<ByteBuffer, ByteBuffer> getSharedReactiveConnection() {
		if (!getShareNativeConnection()) {
			return null;
		}
		// The server may be there while the reactive connection, which only some
		// applications use, is not opened yet: that alone is no miss.
		Duration patience = required(this.blocking).isConnected() ? this.settings.connectTimeout() : patience();
		return (StatefulConnection<ByteBuffer, ByteBuffer>) shared(this.reactive, patience);
	}

	@Override
	protected LettuceConnectionProvider doCreateConnectionProvider(AbstractRedisClient client, RedisCodec<?, ?> codec) {
		boolean blocks = codec instanceof ByteArrayCodec;
		TierConnectionProvider provider = new TierConnectionProvider(super.doCreateConnectionProvider(client, codec),
				this.settings, this.client.visible().getCommandTimeout(),
				(mayWait) -> pass(required(blocks ? this.blocking : this.reactive), mayWait));
		Delay backoff = client.getResources().reconnectDelay();
		SharedLink link = new SharedLink(this.settings, () -> {
			StatefulConnection<?, ?> opened = provider.open(StatefulConnection.class);
			return blocks ? commanded(opened) : opened;
		}, backoff::createDelay);
		if (blocks) {
			this.provider = provider;
			this.blocking = link;
		}
		else {
			this.reactive = link;
		}
		return provider;
	}

	@Override
	protected LettuceConnection doCreateLettuceConnection(
			@Nullable StatefulRedisConnection<byte[], byte[]> sharedConnection,
			LettuceConnectionProvider connectionProvider, long timeout, int database) {
		LettuceConnection connection = new TierConnection(sharedConnection, named(connectionProvider),
				springDataTimeout().toMillis(), database, this.failures);
		connection.setPipeliningFlushPolicy(this.flushPolicy);
		return connection;
	}

	@Override
	protected LettuceClusterConnection doCreateLettuceClusterConnection(
			@Nullable StatefulRedisClusterConnection<byte[], byte[]> sharedConnection,
			LettuceConnectionProvider connectionProvider, ClusterTopologyProvider topologyProvider,
			ClusterCommandExecutor clusterCommandExecutor, Duration commandTimeout) {
		LettuceClusterConnection connection = new TierClusterConnection(sharedConnection, named(connectionProvider),
				topologyProvider, clusterCommandExecutor, springDataTimeout(), this.failures);
		connection.setPipeliningFlushPolicy(this.flushPolicy);
		return connection;
	}

	private StatefulConnection<?, ?> shared(@Nullable SharedLink link, Duration patience) {
		return this.failures.connected(() -> required(link).get(patience));
	}

	@SuppressWarnings("unchecked")
	private StatefulConnection<?, ?> commanded(StatefulConnection<?, ?> opened) {
		SharedCommands commands = this.settings.sharedCommands();
		if (commands == null) {
			return opened;
		}
		return (opened instanceof StatefulRedisClusterConnection<?, ?> cluster)
				? CommandedConnection.of((StatefulRedisClusterConnection<byte[], byte[]>) cluster, commands)
				: CommandedConnection.of((StatefulRedisConnection<byte[], byte[]>) opened, commands);
	}

	private LettuceConnectionProvider named(LettuceConnectionProvider provider) {
		return (this.settings.pool() != null) ? new PooledConnectionProvider(provider, this.settings) : provider;
	}

	/**
	 * Spring Data gives every command the same limit, a blocking one too. Zero switches
	 * that off where Lettuce keeps the tier's limits.
	 */
	private Duration springDataTimeout() {
		return this.client.limitsCommands() ? Duration.ZERO : this.client.visible().getCommandTimeout();
	}

	private Duration patience() {
		return (this.settings.role() == TierRole.CACHE) ? Duration.ZERO : this.settings.connectTimeout();
	}

	private void pass(SharedLink link, boolean mayWait) {
		if (link.isLost()) {
			throw ConnectFailure.lost(this.settings);
		}
		if (getShareNativeConnection()) {
			link.get(mayWait ? patience() : Duration.ZERO);
		}
	}

	private static void close(@Nullable SharedLink link) {
		if (link != null) {
			link.close();
		}
	}

	private static void end(@Nullable SharedLink link) {
		if (link != null) {
			link.end();
		}
	}

	private <T> T required(@Nullable T part) {
		if (part == null) {
			throw new IllegalStateException("The connection factory of the " + this.settings + " is not started");
		}
		return part;
	}

}
