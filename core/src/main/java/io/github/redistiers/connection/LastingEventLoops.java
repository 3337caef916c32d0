package io.github.redistiers.connection;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;

/**
 * Keeps event loops until the resources that own them are shut down. Lettuce would end
 * them with the last client, while its timer may still close a connection that came to
 * nothing, and Netty would complain with a stack trace.
 */
final class LastingEventLoops implements EventLoopGroupProvider {

	private final EventLoopGroupProvider owned;

	/**
	 * Each taken once, since the owner counts, and ends none that somebody still has.
	 */
	private final Map<Class<?>, EventLoopGroup> taken = new ConcurrentHashMap<>();

	LastingEventLoops(EventLoopGroupProvider owned) {
		this.owned = owned;
	}

	@Override
	public <T extends EventLoopGroup> T allocate(Class<T> type) {
		EventLoopGroup group = this.taken.computeIfAbsent(type, (absent) -> this.owned.allocate(type));
		if (group.isShuttingDown()) {
			throw new IllegalStateException("The tier's event loops are shut down");
		}
		@SuppressWarnings("unchecked")
		T lasting = (T) group;
		return lasting;
	}

	@Override
	public int threadPoolSize() {
		return this.owned.threadPoolSize();
	}

	@Override
	public Future<Boolean> release(EventExecutorGroup group, long quietPeriod, long timeout, TimeUnit unit) {
		return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
	}

	@Override
	public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit timeUnit) {
		return this.owned.shutdown(quietPeriod, timeout, timeUnit);
	}

}
