package io.github.redistiers.autoconfigure.connection;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

import io.github.redistiers.TierRole;
import io.github.redistiers.boot.InvalidTierPropertyException;
import io.github.redistiers.boot.TierAddresses;
import io.github.redistiers.boot.TierConnectionDetails;
import io.github.redistiers.connection.FailureTranslation;
import io.github.redistiers.connection.SharedCommands;
import io.github.redistiers.connection.SettingNames;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.connection.TierTopology;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Brings a tier's properties, its address and the application's customizers together.
 */
class TierSettingsAssembly {

	private static final boolean POOL_AVAILABLE = ClassUtils.isPresent("org.apache.commons.pool2.ObjectPool",
			TierSettingsAssembly.class.getClassLoader());

	private final String name;

	private final TierRole role;

	private final TierProperties properties;

	private final Environment environment;

	TierSettingsAssembly(String name, TierRole role, TierProperties properties, Environment environment) {
		this.name = name;
		this.role = role;
		this.properties = properties;
		this.environment = environment;
	}

	/**
	 * Settings at an address.
	 * @param details the address
	 * @param prefix the properties that messages about it point at
	 */
	Assembled from(TierConnectionDetails details, String prefix) {
		return from(TierRedisConfiguration.of(details, this.properties), details, prefix);
	}

	/**
	 * Settings at an address that connection details do not know.
	 */
	Assembled from(RedisConfiguration configuration, TierConnectionDetails details, String prefix) {
		SslBundle sslBundle = details.getSslBundle();
		TierSettings.Builder builder = TierSettings.builder(this.name, this.role, configuration)
			.settingNames(SettingNames.ofProperties(prefix))
			.clientName(clientName())
			.readFrom(readFrom())
			.topologyRefresh(topologyRefresh())
			.eager(isEager());
		limits(builder);
		if (sslBundle != null) {
			builder.ssl(new TierSslOptions(this.name, sslBundle, details::getSslBundle).toLettuce());
		}
		if (isPooled()) {
			builder.pool(TierPool.of(this.properties.getLettuce().getPool()));
		}
		if (Threading.VIRTUAL.isActive(this.environment)) {
			SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("redis-" + this.name + "-");
			executor.setVirtualThreads(true);
			builder.executor(executor);
		}
		return new Assembled(builder);
	}

	private void limits(TierSettings.Builder builder) {
		Duration timeout = this.properties.getTimeout();
		if (timeout != null) {
			builder.timeout(positive("timeout", timeout));
		}
		Duration connectTimeout = this.properties.getConnectTimeout();
		if (connectTimeout != null) {
			builder.connectTimeout(positive("connect-timeout", connectTimeout));
		}
		Duration shutdownTimeout = this.properties.getLettuce().getShutdownTimeout();
		if (shutdownTimeout != null) {
			builder.shutdownTimeout(shutdownTimeout);
		}
		Duration reauthenticationInterval = this.properties.getReauthenticationInterval();
		if (reauthenticationInterval != null) {
			builder.reauthenticationInterval(positive("reauthentication-interval", reauthenticationInterval));
		}
	}

	private String clientName() {
		String configured = this.properties.getClientName();
		if (StringUtils.hasText(configured)) {
			return configured;
		}
		String application = this.environment.getProperty("spring.application.name", "");
		// CLIENT SETNAME refuses whatever would break the lines of CLIENT LIST
		String printable = application.replaceAll("[^!-~]", "-");
		return printable.isEmpty() ? this.name : printable + ":" + this.name;
	}

	private @Nullable ReadFrom readFrom() {
		String configured = this.properties.getLettuce().getReadFrom();
		if (!StringUtils.hasText(configured)) {
			return null;
		}
		int colon = configured.indexOf(':');
		String kind = (colon < 0) ? configured : configured.substring(0, colon);
		String argument = (colon < 0) ? "" : configured.substring(colon);
		try {
			return ReadFrom.valueOf(kind.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "") + argument);
		}
		catch (IllegalArgumentException ex) {
			throw wrong("lettuce.read-from", configured, "which names no nodes to read from",
					"Use one of upstream, upstream-preferred, replica, replica-preferred, any, any-replica, "
							+ "lowest-latency, subnet:<CIDR>, regex:<pattern>.");
		}
	}

	private ClusterTopologyRefreshOptions topologyRefresh() {
		Lettuce.Cluster.Refresh refresh = this.properties.getLettuce().getCluster().getRefresh();
		ClusterTopologyRefreshOptions.Builder builder = TierTopology.refreshOnOccasion()
			.dynamicRefreshSources(refresh.isDynamicRefreshSources());
		if (refresh.getPeriod() != null) {
			builder.enablePeriodicRefresh(refresh.getPeriod());
		}
		return builder.build();
	}

	private boolean isPooled() {
		Boolean enabled = this.properties.getLettuce().getPool().getEnabled();
		return (enabled != null) ? enabled : POOL_AVAILABLE;
	}

	private boolean isEager() {
		Boolean configured = this.properties.getLettuce().getEagerConnect();
		return (configured != null) ? configured
				: !this.environment.getProperty("spring.main.lazy-initialization", Boolean.class, false);
	}

	private Duration positive(String property, Duration duration) {
		if (duration.isNegative() || duration.isZero()) {
			throw wrong(property, duration.toMillis() + "ms", "which is no time to wait",
					"Use a duration above zero, such as 500ms.");
		}
		return duration;
	}

	private InvalidTierPropertyException wrong(String name, String value, String reason, String action) {
		String property = TierAddresses.property(this.environment, this.role, name);
		return new InvalidTierPropertyException(property,
				"The property '%s' is set to '%s', %s.".formatted(property, value, reason), action);
	}

	/**
	 * Settings that the application's own beans have yet to be added to.
	 */
	static final class Assembled {

		private final TierSettings.Builder builder;

		private Assembled(TierSettings.Builder builder) {
			this.builder = builder;
		}

		Assembled with(ClientResources resources) {
			this.builder.clientResources(resources);
			return this;
		}

		Assembled authenticatedBy(@Nullable RedisCredentialsProvider credentials) {
			this.builder.credentials(credentials);
			return this;
		}

		Assembled calledBy(@Nullable SharedCommands commands, @Nullable FailureTranslation translation) {
			this.builder.sharedCommands(commands).failureTranslation(translation);
			return this;
		}

		Assembled customizedBy(Stream<LettuceClientOptionsBuilderCustomizer> options,
				Stream<LettuceClientConfigurationBuilderCustomizer> configurations) {
			options.forEach((customizer) -> this.builder.customizeClientOptions(customizer::customize));
			configurations.forEach((customizer) -> this.builder.customizeClientConfiguration(customizer::customize));
			return this;
		}

		TierSettings settings() {
			return this.builder.build();
		}

	}

}
