package io.github.redistiers.autoconfigure.connection;

import io.github.redistiers.TierRole;
import io.github.redistiers.boot.InvalidTierPropertyException;
import io.github.redistiers.boot.TierAddresses;
import io.github.redistiers.connection.TierConnectionFactory;
import io.lettuce.core.ReadFrom;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Reads of the store are answered by its primary: a replica's answer may be older than
 * what was just written.
 */
final class StoreTierReads {

	private static final String PERMISSION = TierAddresses.prefix(TierRole.STORE) + ".allow-replica-reads";

	private StoreTierReads() {
	}

	static void check(TierConnectionFactory factory, StoreTierProperties properties, Environment environment) {
		ReadFrom readFrom = factory.getClientConfiguration().getReadFrom().orElse(ReadFrom.UPSTREAM);
		if (readFrom == ReadFrom.UPSTREAM || properties.isAllowReplicaReads()) {
			return;
		}
		String reason = "so that replicas may answer reads of the store tier: such answers may be older than what "
				+ "was just written";
		String configured = properties.getLettuce().getReadFrom();
		if (StringUtils.hasText(configured)) {
			String property = TierAddresses.property(environment, TierRole.STORE, "lettuce.read-from");
			throw new InvalidTierPropertyException(property,
					"The property '%s' is set to '%s', %s.".formatted(property, configured, reason),
					"Remove it; 'redis-tiers.cache.lettuce.read-from' is the cache tier's. " + remedy());
		}
		throw new InvalidTierPropertyException(PERMISSION,
				"A LettuceClientConfigurationBuilderCustomizer sets 'readFrom', %s.".formatted(reason),
				"Qualify it with @CacheTier if it is meant for the cache tier. " + remedy());
	}

	private static String remedy() {
		return "If the application can do with stale reads of the store, set '%s=true'.".formatted(PERMISSION);
	}

}
