package io.github.redistiers.boot.observe;

import io.lettuce.core.tracing.LettuceObservationContext;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation.Context;
import io.micrometer.observation.ObservationFilter;

/**
 * Lets the observations of commands tell of which tier they are.
 *
 * @since 0.1.0
 */
public final class TierObservations implements ObservationFilter {

	private static final String SERVICE = "redis-";

	/**
	 * What the servers of a tier are called in a trace.
	 * @param tier the tier's name
	 * @return such as {@code redis-store}
	 */
	public static String service(String tier) {
		return SERVICE + tier;
	}

	@Override
	public Context map(Context context) {
		if (context instanceof LettuceObservationContext command) {
			String service = command.getRemoteServiceName();
			if (service != null && service.startsWith(SERVICE)) {
				command.addLowCardinalityKeyValue(KeyValue.of("tier", service.substring(SERVICE.length())));
			}
		}
		return context;
	}

}
