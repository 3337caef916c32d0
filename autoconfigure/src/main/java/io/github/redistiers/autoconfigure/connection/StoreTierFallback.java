package io.github.redistiers.autoconfigure.connection;

import io.github.redistiers.TierRole;
import io.github.redistiers.boot.StoreTierConnectionDetails;
import io.github.redistiers.boot.TierAddresses;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Cluster;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.MasterReplica;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Sentinel;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginProvider;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.util.StringUtils;

/**
 * Spring Boot's own Redis address is the store's, as long as the store has none of its
 * own: an application that adds this starter finds its data where it was.
 */
final class StoreTierFallback {

	private static final Log logger = LogFactory.getLog(StoreTierFallback.class);

	private StoreTierFallback() {
	}

	/**
	 * The properties to bind the store's own on top of: Spring Boot's as a whole, since
	 * time limits and TLS belong to an address, or empty ones.
	 */
	static StoreTierProperties properties(Environment environment) {
		StoreTierProperties properties = new StoreTierProperties();
		if (!TierAddresses.inProperties(environment, TierRole.STORE)) {
			Binder.get(environment).bind(TierAddresses.FALLBACK_PREFIX, Bindable.ofInstance(properties));
			if (!StringUtils.hasText(properties.getHost())) {
				properties.setHost("localhost");
			}
		}
		return properties;
	}

	/**
	 * The store's address.
	 * @param fallback connection details that are meant for Spring Boot's own connection,
	 * or {@code null} if the application has none
	 */
	static StoreTierConnectionDetails details(StoreTierProperties properties, @Nullable SslBundles sslBundles,
			@Nullable DataRedisConnectionDetails fallback, Environment environment) {
		if (TierAddresses.inProperties(environment, TierRole.STORE)) {
			String own = TierAddresses.prefix(TierRole.STORE);
			if (fallback != null || TierAddresses.inFallbackProperties(environment)) {
				logger.info("The store tier is at the address in '%s.*'; '%s.*' and its connection details are not used"
					.formatted(own, TierAddresses.FALLBACK_PREFIX));
			}
			return new PropertiesTierConnectionDetails.OfStore(own, properties, sslBundles);
		}
		return (fallback != null) ? new FallbackConnectionDetails(fallback)
				: new PropertiesTierConnectionDetails.OfStore(TierAddresses.FALLBACK_PREFIX, properties, sslBundles);
	}

	/**
	 * Settings at the store's address. As with Spring Boot's own connection, a bean of
	 * Spring Data's configuration types replaces what properties say.
	 */
	static TierSettingsAssembly.Assembled assemble(TierSettingsAssembly assembly, StoreTierConnectionDetails details,
			ObjectProvider<RedisConfiguration> configurations, Environment environment) {
		String prefix = prefix(details, environment);
		RedisConfiguration configuration = (details instanceof PropertiesTierConnectionDetails
				&& prefix.equals(TierAddresses.FALLBACK_PREFIX)) ? configurations.getIfAvailable() : null;
		return (configuration != null) ? assembly.from(configuration, details, prefix) : assembly.from(details, prefix);
	}

	private static String prefix(StoreTierConnectionDetails details, Environment environment) {
		boolean own = !(details instanceof FallbackConnectionDetails)
				&& (!(details instanceof PropertiesTierConnectionDetails)
						|| TierAddresses.inProperties(environment, TierRole.STORE));
		return own ? TierAddresses.prefix(TierRole.STORE) : TierAddresses.FALLBACK_PREFIX;
	}

	private record FallbackConnectionDetails(
			DataRedisConnectionDetails details) implements StoreTierConnectionDetails, OriginProvider {

		@Override
		public @Nullable Origin getOrigin() {
			return Origin.from(this.details);
		}

		@Override
		public @Nullable String getUsername() {
			return this.details.getUsername();
		}

		@Override
		public @Nullable String getPassword() {
			return this.details.getPassword();
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return this.details.getSslBundle();
		}

		@Override
		public @Nullable Standalone getStandalone() {
			return this.details.getStandalone();
		}

		@Override
		public @Nullable Sentinel getSentinel() {
			return this.details.getSentinel();
		}

		@Override
		public @Nullable Cluster getCluster() {
			return this.details.getCluster();
		}

		@Override
		public @Nullable MasterReplica getMasterReplica() {
			return this.details.getMasterReplica();
		}

	}

}
