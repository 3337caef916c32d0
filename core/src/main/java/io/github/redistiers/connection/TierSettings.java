package io.github.redistiers.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.redistiers.TierRole;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.resource.ClientResources;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration.LettuceClientConfigurationBuilder;
import org.springframework.util.Assert;

/**
 * Everything that a tier's connections are made of: where its servers are and how they
 * are talked to. What is not set has the default of the tier's role. Immutable.
 *
 * @since 0.1.0
 * @see TierConnectionFactory
 */
public final class TierSettings {

	private final String name;

	private final TierRole role;

	private final RedisConfiguration configuration;

	private final SettingNames settingNames;

	private final Duration timeout;

	private final Duration connectTimeout;

	private final Duration shutdownTimeout;

	private final @Nullable String clientName;

	private final boolean useSsl;

	private final @Nullable SslOptions sslOptions;

	private final @Nullable ReadFrom readFrom;

	private final @Nullable RedisCredentialsProvider credentials;

	private final @Nullable Duration reauthenticationInterval;

	private final @Nullable GenericObjectPoolConfig<StatefulConnection<?, ?>> pool;

	private final @Nullable ClusterTopologyRefreshOptions topologyRefresh;

	private final @Nullable AsyncTaskExecutor executor;

	private final @Nullable FailureTranslation failureTranslation;

	private final @Nullable SharedCommands sharedCommands;

	private final boolean eager;

	private final @Nullable ClientResources clientResources;

	private final List<Consumer<? super ClientOptions.Builder>> clientOptionsCustomizers;

	private final List<Consumer<? super LettuceClientConfigurationBuilder>> clientConfigurationCustomizers;

	private TierSettings(Builder builder) {
		this.name = builder.name;
		this.role = builder.role;
		this.configuration = builder.configuration;
		this.settingNames = builder.settingNames;
		this.timeout = builder.timeout;
		this.connectTimeout = builder.connectTimeout;
		this.shutdownTimeout = builder.shutdownTimeout;
		this.clientName = builder.clientName;
		this.useSsl = builder.useSsl;
		this.sslOptions = builder.sslOptions;
		this.readFrom = builder.readFrom;
		this.credentials = builder.credentials;
		this.reauthenticationInterval = builder.reauthenticationInterval;
		this.pool = builder.pool;
		this.topologyRefresh = builder.topologyRefresh;
		this.executor = builder.executor;
		this.failureTranslation = builder.failureTranslation;
		this.sharedCommands = builder.sharedCommands;
		this.eager = builder.eager;
		this.clientResources = builder.clientResources;
		this.clientOptionsCustomizers = List.copyOf(builder.clientOptionsCustomizers);
		this.clientConfigurationCustomizers = List.copyOf(builder.clientConfigurationCustomizers);
	}

	/**
	 * Starts the settings of one tier.
	 * @param name the tier's name, as in its properties: {@code cache} or {@code store}
	 * @param role what its servers are for; decides the defaults
	 * @param configuration where they are and how to authenticate: standalone, Sentinel,
	 * Cluster or static primary/replica
	 * @return a builder with the role's defaults
	 */
	public static Builder builder(String name, TierRole role, RedisConfiguration configuration) {
		return new Builder(name, role, configuration);
	}

	/**
	 * The tier's name, as in its properties.
	 * @return such as {@code store}
	 */
	public String name() {
		return this.name;
	}

	/**
	 * What its servers are for.
	 * @return the role
	 */
	public TierRole role() {
		return this.role;
	}

	/**
	 * Where its servers are and how to authenticate.
	 * @return the configuration, which has secrets
	 */
	public RedisConfiguration configuration() {
		return this.configuration;
	}

	/**
	 * What the messages of failures of this tier call its settings.
	 * @return by default the properties under {@code redis-tiers.} and the tier's name
	 */
	public SettingNames settingNames() {
		return this.settingNames;
	}

	/**
	 * The longest time that a command waits for its reply; a blocking command waits its
	 * own block time on top.
	 * @return by default 250 ms (cache) or 2 s (store)
	 */
	public Duration timeout() {
		return this.timeout;
	}

	/**
	 * The longest time that one attempt to connect may take, the greeting of the server
	 * included, and the longest time that a caller of the store waits for it.
	 * @return by default 1 s (cache) or 2 s (store)
	 */
	public Duration connectTimeout() {
		return this.connectTimeout;
	}

	/**
	 * The longest time that closing the tier's connections may take.
	 * @return by default 100 ms
	 */
	public Duration shutdownTimeout() {
		return this.shutdownTimeout;
	}

	/**
	 * The name under which the tier's connections appear in {@code CLIENT LIST}.
	 * @return the name, or {@code null} for none
	 */
	public @Nullable String clientName() {
		return this.clientName;
	}

	/**
	 * Whether the tier's connections use TLS.
	 * @return {@code false} by default
	 */
	public boolean useSsl() {
		return this.useSsl;
	}

	/**
	 * The same servers for connections that carry nothing of the application's.
	 * @param resources the event loops of the others
	 */
	TierSettings beside(ClientResources resources) {
		Builder builder = new Builder(this.name, this.role, this.configuration).settingNames(this.settingNames)
			.timeout(this.timeout)
			.connectTimeout(this.connectTimeout)
			.shutdownTimeout(this.shutdownTimeout)
			.clientName(this.clientName)
			.credentials(this.credentials)
			.reauthenticationInterval(this.reauthenticationInterval)
			.topologyRefresh(this.topologyRefresh)
			.executor(this.executor)
			.eager(false)
			.clientResources(resources);
		if (this.useSsl) {
			builder.ssl(this.sslOptions);
		}
		this.clientOptionsCustomizers.forEach(builder::customizeClientOptions);
		this.clientConfigurationCustomizers.forEach(builder::customizeClientConfiguration);
		return builder.build();
	}

	@Nullable SslOptions sslOptions() {
		return this.sslOptions;
	}

	@Nullable ReadFrom readFrom() {
		return this.readFrom;
	}

	@Nullable RedisCredentialsProvider credentials() {
		return this.credentials;
	}

	@Nullable Duration reauthenticationInterval() {
		return this.reauthenticationInterval;
	}

	@Nullable GenericObjectPoolConfig<StatefulConnection<?, ?>> pool() {
		return this.pool;
	}

	@Nullable ClusterTopologyRefreshOptions topologyRefresh() {
		return this.topologyRefresh;
	}

	@Nullable AsyncTaskExecutor executor() {
		return this.executor;
	}

	/**
	 * What gives failures their names.
	 * @return the translation, or {@code null} if that is left to Spring Data
	 */
	public @Nullable FailureTranslation failureTranslation() {
		return this.failureTranslation;
	}

	@Nullable SharedCommands sharedCommands() {
		return this.sharedCommands;
	}

	boolean eager() {
		return this.eager;
	}

	@Nullable ClientResources clientResources() {
		return this.clientResources;
	}

	List<Consumer<? super ClientOptions.Builder>> clientOptionsCustomizers() {
		return this.clientOptionsCustomizers;
	}

	List<Consumer<? super LettuceClientConfigurationBuilder>> clientConfigurationCustomizers() {
		return this.clientConfigurationCustomizers;
	}

	/**
	 * The tier's address for people to read: never with a password.
	 * @return such as {@code redis://localhost:6379}
	 */
	public String address() {
		return TierAddress.of(this.configuration, this.useSsl);
	}

	@Override
	public String toString() {
		return this.name + " tier at " + address();
	}

	/**
	 * Collects the settings of a tier. Not thread-safe.
	 */
	public static final class Builder {

		private final String name;

		private final TierRole role;

		private final RedisConfiguration configuration;

		private SettingNames settingNames;

		private Duration timeout;

		private Duration connectTimeout;

		private Duration shutdownTimeout = Duration.ofMillis(100);

		private @Nullable String clientName;

		private boolean useSsl;

		private @Nullable SslOptions sslOptions;

		private @Nullable ReadFrom readFrom;

		private @Nullable RedisCredentialsProvider credentials;

		private @Nullable Duration reauthenticationInterval;

		private @Nullable GenericObjectPoolConfig<StatefulConnection<?, ?>> pool;

		private @Nullable ClusterTopologyRefreshOptions topologyRefresh;

		private @Nullable AsyncTaskExecutor executor;

		private @Nullable FailureTranslation failureTranslation;

		private @Nullable SharedCommands sharedCommands;

		private boolean eager = true;

		private @Nullable ClientResources clientResources;

		private final List<Consumer<? super ClientOptions.Builder>> clientOptionsCustomizers = new ArrayList<>();

		private final List<Consumer<? super LettuceClientConfigurationBuilder>> clientConfigurationCustomizers = new ArrayList<>();

		private Builder(String name, TierRole role, RedisConfiguration configuration) {
			Assert.hasText(name, "'name' must not be empty");
			this.name = name;
			this.role = role;
			this.configuration = configuration;
			this.settingNames = SettingNames.ofProperties("redis-tiers." + name);
			this.timeout = (role == TierRole.CACHE) ? Duration.ofMillis(250) : Duration.ofSeconds(2);
			this.connectTimeout = (role == TierRole.CACHE) ? Duration.ofSeconds(1) : Duration.ofSeconds(2);
		}

		/**
		 * Sets what the messages of failures call the settings.
		 * @param settingNames properties, or what else the settings come from
		 * @return this
		 */
		public Builder settingNames(SettingNames settingNames) {
			this.settingNames = settingNames;
			return this;
		}

		/**
		 * Sets the time limit of commands.
		 * @param timeout more than zero
		 * @return this
		 */
		public Builder timeout(Duration timeout) {
			this.timeout = positive(timeout, "timeout");
			return this;
		}

		/**
		 * Sets the time limit of an attempt to connect.
		 * @param connectTimeout more than zero
		 * @return this
		 */
		public Builder connectTimeout(Duration connectTimeout) {
			this.connectTimeout = positive(connectTimeout, "connectTimeout");
			return this;
		}

		/**
		 * Sets the time limit of closing.
		 * @param shutdownTimeout zero or more
		 * @return this
		 */
		public Builder shutdownTimeout(Duration shutdownTimeout) {
			Assert.isTrue(!shutdownTimeout.isNegative(), "'shutdownTimeout' must not be negative");
			this.shutdownTimeout = shutdownTimeout;
			return this;
		}

		/**
		 * Names the tier's connections for {@code CLIENT LIST}.
		 * @param clientName such as {@code shop:cache}, or {@code null} for no name
		 * @return this
		 */
		public Builder clientName(@Nullable String clientName) {
			this.clientName = clientName;
			return this;
		}

		/**
		 * Switches TLS on.
		 * @param sslOptions keys, trust and ciphers, or {@code null} for the JVM's own
		 * @return this
		 */
		public Builder ssl(@Nullable SslOptions sslOptions) {
			this.useSsl = true;
			this.sslOptions = sslOptions;
			return this;
		}

		/**
		 * Lets reads go to other nodes than the primary. Whoever sets it on a store reads
		 * data that may be older than what was just written.
		 * @param readFrom which nodes, or {@code null} for the primary
		 * @return this
		 */
		public Builder readFrom(@Nullable ReadFrom readFrom) {
			this.readFrom = readFrom;
			return this;
		}

		/**
		 * Has the tier's servers be given credentials that change while the application
		 * runs. Each new connection asks for them, beside the event loops and no longer
		 * than an attempt to connect may take: a provider may read a file or call a
		 * service. Where the provider streams, connections that are open authenticate
		 * again with whatever it emits. Sentinels are still given what the configuration
		 * has for them.
		 * @param credentials the provider, or {@code null} for the configuration's user
		 * name and password
		 * @return this
		 */
		public Builder credentials(@Nullable RedisCredentialsProvider credentials) {
			this.credentials = credentials;
			return this;
		}

		/**
		 * Has each connection that is open ask for credentials again from time to time,
		 * and authenticate with them, before what it began with expires.
		 * @param reauthenticationInterval more than zero, or {@code null} for never
		 * @return this
		 */
		public Builder reauthenticationInterval(@Nullable Duration reauthenticationInterval) {
			this.reauthenticationInterval = (reauthenticationInterval != null)
					? positive(reauthenticationInterval, "reauthenticationInterval") : null;
			return this;
		}

		/**
		 * Keeps the connections of blocking and transactional commands in a pool (needs
		 * commons-pool2); without one each such command opens a connection of its own.
		 * The shared connection is not part of it.
		 * @param pool the pool's limits, or {@code null} for no pool; a negative time to
		 * wait for a free connection means the command timeout
		 * @return this
		 */
		public Builder pool(@Nullable GenericObjectPoolConfig<StatefulConnection<?, ?>> pool) {
			this.pool = pool;
			return this;
		}

		/**
		 * Sets when a cluster's nodes are asked for its topology.
		 * @param topologyRefresh the options, or {@code null} for a refresh on each
		 * occasion
		 * @return this
		 */
		public Builder topologyRefresh(@Nullable ClusterTopologyRefreshOptions topologyRefresh) {
			this.topologyRefresh = topologyRefresh;
			return this;
		}

		/**
		 * Sets what runs the parts of a command that goes to many nodes of a cluster.
		 * @param executor such as one of virtual threads, or {@code null} for Spring
		 * Data's own
		 * @return this
		 */
		public Builder executor(@Nullable AsyncTaskExecutor executor) {
			this.executor = executor;
			return this;
		}

		/**
		 * Sets what the commands of the shared connection pass.
		 * @param sharedCommands makes them, or {@code null} for the connection's own
		 * @return this
		 */
		public Builder sharedCommands(@Nullable SharedCommands sharedCommands) {
			this.sharedCommands = sharedCommands;
			return this;
		}

		/**
		 * Sets what the failures of the tier are called.
		 * @param failureTranslation gives names, or {@code null} to leave that to Spring
		 * Data
		 * @return this
		 */
		public Builder failureTranslation(@Nullable FailureTranslation failureTranslation) {
			this.failureTranslation = failureTranslation;
			return this;
		}

		/**
		 * Sets whether connecting begins when the factory starts or with the first call.
		 * Nobody waits for it in either case before the first call.
		 * @param eager {@code true} by default
		 * @return this
		 */
		public Builder eager(boolean eager) {
			this.eager = eager;
			return this;
		}

		/**
		 * Sets the event loops to use.
		 * @param clientResources closed by whoever made them, or {@code null} to let the
		 * factory make and close its own; flushes are consolidated even if they were not
		 * made by {@link TierClientResources#create}, the delay between attempts to
		 * reconnect is theirs
		 * @return this
		 */
		public Builder clientResources(@Nullable ClientResources clientResources) {
			this.clientResources = clientResources;
			return this;
		}

		/**
		 * Adds a customizer that runs after the role's defaults were set and may override
		 * them.
		 * @param customizer called once for each factory
		 * @return this
		 */
		public Builder customizeClientOptions(Consumer<? super ClientOptions.Builder> customizer) {
			this.clientOptionsCustomizers.add(customizer);
			return this;
		}

		/**
		 * Adds a customizer that runs last and may override everything but the address.
		 * @param customizer called once for each factory
		 * @return this
		 */
		public Builder customizeClientConfiguration(Consumer<? super LettuceClientConfigurationBuilder> customizer) {
			this.clientConfigurationCustomizers.add(customizer);
			return this;
		}

		/**
		 * Makes the settings.
		 * @return the settings
		 */
		public TierSettings build() {
			return new TierSettings(this);
		}

		private static Duration positive(Duration duration, String name) {
			Assert.isTrue(!duration.isNegative() && !duration.isZero(), () -> "'" + name + "' must be more than zero");
			return duration;
		}

	}

}
