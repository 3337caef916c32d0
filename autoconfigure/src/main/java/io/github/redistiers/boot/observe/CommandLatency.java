package io.github.redistiers.boot.observe;

import java.net.SocketAddress;
import java.util.function.Supplier;

import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.metrics.MicrometerCommandLatencyRecorder;
import io.lettuce.core.metrics.MicrometerOptions;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Lettuce's timers of commands with the tier's name. The guard uses connections before
 * any other singleton is there, and no registry may be made for it: what is sent before
 * the application is whole is not timed.
 *
 * @since 0.1.0
 */
public final class CommandLatency implements CommandLatencyRecorder, SmartInitializingSingleton {

	private final String tier;

	private final Supplier<@Nullable MeterRegistry> registry;

	private final boolean isHistogram;

	private volatile @Nullable CommandLatencyRecorder recorder;

	/**
	 * Timers of a tier's commands.
	 * @param tier the tier's name
	 * @param registry where they are
	 * @param isHistogram whether they are histograms
	 */
	public CommandLatency(String tier, Supplier<@Nullable MeterRegistry> registry, boolean isHistogram) {
		this.tier = tier;
		this.registry = registry;
		this.isHistogram = isHistogram;
	}

	@Override
	public void afterSingletonsInstantiated() {
		MeterRegistry known = this.registry.get();
		if (known != null) {
			this.recorder = new MicrometerCommandLatencyRecorder(known,
					MicrometerOptions.builder().histogram(this.isHistogram).tags(Tags.of("tier", this.tier)).build());
		}
	}

	@Override
	public void recordCommandLatency(SocketAddress local, SocketAddress remote, RedisCommand<?, ?, ?> command,
			long firstResponseLatency, long completionLatency) {
		CommandLatencyRecorder known = this.recorder;
		if (known != null) {
			known.recordCommandLatency(local, remote, command, firstResponseLatency, completionLatency);
		}
	}

	@Override
	public void recordCommandLatency(SocketAddress local, SocketAddress remote, ProtocolKeyword command,
			long firstResponseLatency, long completionLatency) {
		CommandLatencyRecorder known = this.recorder;
		if (known != null) {
			known.recordCommandLatency(local, remote, command, firstResponseLatency, completionLatency);
		}
	}

}
