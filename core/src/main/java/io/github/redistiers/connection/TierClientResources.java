package io.github.redistiers.connection;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.lettuce.core.event.DefaultEventPublisherOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timer;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;

/**
 * One tier's own event loops, so that a slow tier does not slow the other. Commands of
 * many threads leave in few system calls.
 *
 * @since 0.1.0
 */
public final class TierClientResources extends DefaultClientResources {

	/**
	 * By how much a time limit may be passed: Netty's own default is 100 ms, which is
	 * much for the limits of a cache.
	 */
	private static final Duration TICK = Duration.ofMillis(20);

	private final Timer ownTimer;

	private final EventLoopGroupProvider eventLoops;

	private final OpenChannels channels = new OpenChannels();

	private TierClientResources(Builder builder, Timer ownTimer) {
		super(builder);
		this.ownTimer = ownTimer;
		this.eventLoops = new LastingEventLoops(super.eventLoopGroupProvider());
	}

	/**
	 * Makes the resources of one tier: lost connections are tried again after at most one
	 * second, and flushes are consolidated in addition to whatever netty customizer the
	 * application sets.
	 * @param customizer may override every default
	 * @return resources that the caller shuts down after the tier's connection factory
	 */
	public static ClientResources create(Consumer<? super ClientResources.Builder> customizer) {
		DefaultClientResources.Builder builder = DefaultClientResources.builder();
		builder
			.reconnectDelay(Delay.fullJitter(Duration.ofMillis(10), Duration.ofSeconds(1), 10, TimeUnit.MILLISECONDS));
		Timer timer = new StoppedTimer(new HashedWheelTimer(new DefaultThreadFactory("lettuce-timer", true),
				TICK.toMillis(), TimeUnit.MILLISECONDS));
		builder.timer(timer);
		customizer.accept(builder);
		return new TierClientResources(builder, timer);
	}

	/**
	 * A view of the application's own resources that adds the consolidation of flushes to
	 * their netty customizer.
	 * @param own the resources, which stay the application's to shut down
	 * @return the view, or {@code own} where flushes are consolidated already
	 */
	static ClientResources consolidating(ClientResources own) {
		return (own instanceof TierClientResources) ? own
				: view(own, new LastingEventLoops(own.eventLoopGroupProvider()),
						new FlushConsolidation(new ActiveBeforeReported(own.nettyCustomizer())));
	}

	/**
	 * A view of resources whose connections are customized otherwise. It shares their
	 * threads, which it never ends.
	 */
	static ClientResources view(ClientResources own, NettyCustomizer customizer) {
		return view(own, own.eventLoopGroupProvider(), customizer);
	}

	private static ClientResources view(ClientResources own, EventLoopGroupProvider eventLoops,
			NettyCustomizer customizer) {
		// Lettuce lets the copy own what it shares, and forgets the event loops, unless
		// each is set
		ClientResources view = own.mutate()
			.eventLoopGroupProvider(eventLoops)
			.eventExecutorGroup(own.eventExecutorGroup())
			.timer(own.timer())
			.commandLatencyRecorder(own.commandLatencyRecorder())
			.commandLatencyPublisherOptions(DefaultEventPublisherOptions.disabled())
			.nettyCustomizer(customizer)
			.build();
		// it has nothing to end, but complains when it is garbage unless told to
		view.shutdown();
		return view;
	}

	/**
	 * The application's own customizer followed by the tier's. It is composed here
	 * because Lettuce has a single place for it, which the application may fill at any
	 * time while it customizes.
	 */
	@Override
	public NettyCustomizer nettyCustomizer() {
		return new FlushConsolidation(new ActiveBeforeReported(super.nettyCustomizer()), this.channels);
	}

	OpenChannels channels() {
		return this.channels;
	}

	@Override
	public EventLoopGroupProvider eventLoopGroupProvider() {
		return this.eventLoops;
	}

	/**
	 * Ends the timer first and lets its last tasks end, since they close connections on
	 * the event loops. May wait for them.
	 */
	@Override
	public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit timeUnit) {
		this.ownTimer.stop();
		long limit = System.nanoTime() + timeUnit.toNanos(timeout);
		for (EventExecutor executor : eventExecutorGroup()) {
			if (!executor.isShuttingDown()) {
				executor.submit(() -> {
				}).awaitUninterruptibly(limit - System.nanoTime(), TimeUnit.NANOSECONDS);
			}
		}
		return super.shutdown(quietPeriod, timeout, timeUnit);
	}

}
