package io.github.redistiers.connection;

import java.util.Objects;
import java.util.function.Consumer;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.ClientOptions.ReauthenticateBehavior;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.resource.ClientResources;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration.LettuceClientConfigurationBuilder;
import org.springframework.data.redis.connection.lettuce.LettucePoolingClientConfiguration;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

/**
 * A tier's settings in Spring Data's words.
 *
 * @param visible as the application sees it: the command timeout is the tier's
 * @param effective as the client gets it: the timeout of its addresses, which bounds the
 * greeting of a new connection, is the connect timeout, so that a cache with a short
 * command timeout can still complete a TLS handshake
 * @param timeouts the limits of commands, which replace Spring Data's own
 * @param ownResources the resources to be shut down with the factory, or {@code null} if
 * there are none
 */
record TierClientConfiguration(LettuceClientConfiguration visible, LettuceClientConfiguration effective,
		CommandTimeouts timeouts, @Nullable ClientResources ownResources) {

	static TierClientConfiguration of(TierSettings settings) {
		CommandTimeouts timeouts = new CommandTimeouts(settings.timeout());
		LettuceClientConfigurationBuilder builder = (settings.pool() != null) ? Pooled.builder(settings)
				: LettuceClientConfiguration.builder();
		builder.commandTimeout(settings.timeout()).shutdownTimeout(settings.shutdownTimeout());
		if (settings.useSsl()) {
			builder.useSsl();
		}
		if (settings.readFrom() != null) {
			builder.readFrom(settings.readFrom());
		}
		if (settings.clientName() != null) {
			builder.clientName(settings.clientName());
		}
		builder.clientOptions(clientOptions(settings, timeouts));
		ClientResources resources = resources(settings);
		builder.clientResources(resources);
		if (settings.credentials() != null) {
			builder.redisCredentialsProviderFactory(new TierCredentialsFactory.Fixed(settings.credentials()));
		}
		for (Consumer<? super LettuceClientConfigurationBuilder> customizer : settings
			.clientConfigurationCustomizers()) {
			customizer.accept(builder);
		}
		LettuceClientConfiguration visible = credible(builder, settings);
		timeouts.limit(visible.getCommandTimeout());
		LettuceClientConfiguration effective = builder.commandTimeout(settings.connectTimeout()).build();
		return new TierClientConfiguration(visible, effective, timeouts,
				(resources != settings.clientResources()) ? resources : null);
	}

	/**
	 * Whether the tier's own limits are in force; an application may have replaced them.
	 */
	boolean limitsCommands() {
		return this.effective.getClientOptions()
			.map(ClientOptions::getTimeoutOptions)
			.filter((options) -> options.isTimeoutCommands() && options.getSource() == this.timeouts)
			.isPresent();
	}

	/**
	 * Whoever provides the credentials, an application's customizer included, does so
	 * beside the event loops and in time.
	 */
	private static LettuceClientConfiguration credible(LettuceClientConfigurationBuilder builder,
			TierSettings settings) {
		LettuceClientConfiguration configuration = builder.build();
		RedisCredentialsProviderFactory factory = configuration.getRedisCredentialsProviderFactory()
			.map((own) -> (RedisCredentialsProviderFactory) new TierCredentialsFactory(own, settings))
			.orElseGet(ConfiguredCredentials::new);
		return builder.redisCredentialsProviderFactory(factory).build();
	}

	private static ClientResources resources(TierSettings settings) {
		ClientResources resources = settings.clientResources();
		return (resources != null) ? TierClientResources.consolidating(resources)
				: TierClientResources.create((ignored) -> {
				});
	}

	private static ClientOptions clientOptions(TierSettings settings, CommandTimeouts timeouts) {
		ClientOptions.Builder builder = builder(settings);
		// Commands that wait for a lost connection, or are sent again after it, may run
		// twice. Nothing whose reply was lost is ever sent again.
		builder.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS);
		builder.timeoutOptions(RelaxedTimeouts.off(TimeoutOptions.builder()).timeoutSource(timeouts).build());
		builder.socketOptions(SocketOptions.builder().connectTimeout(settings.connectTimeout()).build());
		if (reauthenticates(settings)) {
			builder.reauthenticateBehavior(ReauthenticateBehavior.ON_NEW_CREDENTIALS);
		}
		if (settings.sslOptions() != null) {
			builder.sslOptions(settings.sslOptions());
		}
		settings.clientOptionsCustomizers().forEach((customizer) -> customizer.accept(builder));
		return builder.build();
	}

	private static boolean reauthenticates(TierSettings settings) {
		return settings.reauthenticationInterval() != null
				|| (settings.credentials() != null && settings.credentials().supportsStreaming());
	}

	private static ClientOptions.Builder builder(TierSettings settings) {
		if (!RedisConfiguration.isClusterConfiguration(settings.configuration())) {
			return ClientOptions.builder();
		}
		ClusterTopologyRefreshOptions refresh = settings.topologyRefresh();
		return ClusterClientOptions.builder()
			.topologyRefreshOptions((refresh != null) ? refresh : TierTopology.refreshOnOccasion().build());
	}

	/**
	 * Apart, because commons-pool2 is optional.
	 */
	private static final class Pooled {

		static LettuceClientConfigurationBuilder builder(TierSettings settings) {
			GenericObjectPoolConfig<StatefulConnection<?, ?>> pool = Objects.requireNonNull(settings.pool()).clone();
			if (pool.getMaxWaitDuration().isNegative()) {
				// Nobody waits for ever, as commons-pool2 would by default.
				pool.setMaxWait(settings.timeout());
			}
			return LettucePoolingClientConfiguration.builder().poolConfig(pool);
		}

	}

}
