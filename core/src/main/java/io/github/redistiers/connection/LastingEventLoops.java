package io.github.redistiers.connection;

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
record LastingEventLoops(EventLoopGroupProvider owned) implements EventLoopGroupProvider {

	@Override
	public <T extends EventLoopGroup> T allocate(Class<T> type) {
		return this.owned.allocate(type);
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
