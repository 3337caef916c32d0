package io.github.redistiers.boot.store;

import java.util.function.ToDoubleFunction;

import io.github.redistiers.observe.TierMeter;
import io.github.redistiers.store.session.SessionCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The meters of HTTP sessions.
 *
 * @since 0.1.0
 */
public final class SessionMeters implements MeterBinder {

	private final SessionCounts counts;

	/**
	 * Meters of sessions.
	 * @param counts what is counted
	 */
	public SessionMeters(SessionCounts counts) {
		this.counts = counts;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		count(registry, TierMeter.SESSIONS_UNKNOWN, SessionCounts::unknown);
		count(registry, TierMeter.SESSIONS_UNREADABLE, SessionCounts::unreadable);
		count(registry, TierMeter.SESSIONS_DROPPED, SessionCounts::dropped);
		count(registry, TierMeter.SESSIONS_EXPIRED, SessionCounts::expired);
		count(registry, TierMeter.SESSIONS_MOVED, SessionCounts::moved);
		count(registry, TierMeter.SESSIONS_KEPT, SessionCounts::kept);
	}

	private void count(MeterRegistry registry, TierMeter meter, ToDoubleFunction<SessionCounts> number) {
		FunctionCounter.builder(meter.meterName(), this.counts, number)
			.description(meter.description())
			.register(registry);
	}

}
