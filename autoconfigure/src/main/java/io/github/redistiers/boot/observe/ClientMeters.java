package io.github.redistiers.boot.observe;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;

import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierClientStatistics;
import io.github.redistiers.observe.TierMeter;
import io.github.redistiers.store.StoreExceptionTranslation;
import io.github.redistiers.store.StoreFailure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * The meters of this process's own connections.
 *
 * @since 0.1.0
 */
public final class ClientMeters implements MeterBinder {

	private final List<RedisTier> tiers;

	private final Map<String, IntSupplier> openBreakers;

	private final @Nullable StoreExceptionTranslation failures;

	/**
	 * Meters.
	 * @param tiers all tiers
	 * @param openBreakers how many circuit breakers are open, by the tier's name
	 * @param failures hears of each failure of the store, or {@code null}
	 */
	public ClientMeters(List<RedisTier> tiers, Map<String, IntSupplier> openBreakers,
			@Nullable StoreExceptionTranslation failures) {
		this.tiers = List.copyOf(tiers);
		this.openBreakers = Map.copyOf(openBreakers);
		this.failures = failures;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (RedisTier tier : this.tiers) {
			TierClientStatistics statistics = TierClientStatistics.of(tier);
			Gauge.builder(TierMeter.PENDING_COMMANDS.meterName(), statistics, TierClientStatistics::pendingCommands)
				.description(TierMeter.PENDING_COMMANDS.description())
				.tag("tier", tier.name())
				.strongReference(true)
				.register(registry);
			FunctionCounter.builder(TierMeter.RECONNECTS.meterName(), statistics, TierClientStatistics::reconnects)
				.description(TierMeter.RECONNECTS.description())
				.tag("tier", tier.name())
				.register(registry);
		}
		this.openBreakers.forEach((tier, open) -> Gauge.builder(TierMeter.BREAKERS_OPEN.meterName(), open::getAsInt)
			.description(TierMeter.BREAKERS_OPEN.description())
			.tag("tier", tier)
			.register(registry));
		if (this.failures != null) {
			this.failures.listen((failure) -> count(registry, failure));
		}
	}

	private static void count(MeterRegistry registry, StoreFailure failure) {
		Counter.builder(TierMeter.STORE_FAILURES.meterName())
			.description(TierMeter.STORE_FAILURES.description())
			.tag("tier", "store")
			.tag("exception", failure.getClass().getSimpleName())
			.tag("applied", failure.applied().name().toLowerCase(Locale.ROOT))
			.register(registry)
			.increment();
	}

}
