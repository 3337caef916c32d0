package io.github.redistiers.autoconfigure.connection;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.StringUtils;

/**
 * What both tiers can be told about their connections: the vocabulary of
 * {@code spring.data.redis}. What is {@code null} has the default of the tier's role.
 */
abstract class TierProperties {

	/**
	 * Address of the server: redis://[[user:]password@]host[:port][/database], with
	 * rediss:// for TLS. Overrides host, port and database, and username and password
	 * where it names a password.
	 */
	private @Nullable String url;

	/**
	 * Host of the server. Without it, without a URL and without nodes this tier has no
	 * address and does not exist.
	 */
	private @Nullable String host;

	/**
	 * Port of the server.
	 */
	private int port = 6379;

	/**
	 * User to log in as, unless the URL names one. Unset for the server's default user.
	 */
	private @Nullable String username;

	/**
	 * Password to log in with, unless the URL names one.
	 */
	private @Nullable String password;

	/**
	 * Number of the database. Two databases of one server are still one server: they
	 * share memory, eviction and persistence.
	 */
	private int database;

	/**
	 * Name that the connections carry in the server's CLIENT LIST. By default the
	 * application's name, a colon and the tier's name.
	 */
	private @Nullable String clientName;

	/**
	 * How long a command may take. Blocking commands may take their block time on top.
	 */
	private @Nullable Duration timeout;

	/**
	 * How long connecting may take.
	 */
	private @Nullable Duration connectTimeout;

	/**
	 * How often connections that are open ask the tier's RedisCredentialsProvider bean
	 * again and authenticate with what it gives. Unset for never: for credentials that
	 * expire, and a provider that does not push new ones by itself.
	 */
	private @Nullable Duration reauthenticationInterval;

	private final Ssl ssl = new Ssl();

	private final Sentinel sentinel = new Sentinel();

	private final Cluster cluster = new Cluster();

	private final Masterreplica masterreplica = new Masterreplica();

	@NestedConfigurationProperty
	private final Lettuce lettuce = new Lettuce();

	public @Nullable String getUrl() {
		return this.url;
	}

	public void setUrl(@Nullable String url) {
		this.url = url;
	}

	public @Nullable String getHost() {
		return this.host;
	}

	public void setHost(@Nullable String host) {
		this.host = host;
	}

	public int getPort() {
		return this.port;
	}

	public void setPort(int port) {
		this.port = port;
	}

	public @Nullable String getUsername() {
		return this.username;
	}

	public void setUsername(@Nullable String username) {
		this.username = username;
	}

	public @Nullable String getPassword() {
		return this.password;
	}

	public void setPassword(@Nullable String password) {
		this.password = password;
	}

	public int getDatabase() {
		return this.database;
	}

	public void setDatabase(int database) {
		this.database = database;
	}

	public @Nullable String getClientName() {
		return this.clientName;
	}

	public void setClientName(@Nullable String clientName) {
		this.clientName = clientName;
	}

	public @Nullable Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(@Nullable Duration timeout) {
		this.timeout = timeout;
	}

	public @Nullable Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(@Nullable Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public @Nullable Duration getReauthenticationInterval() {
		return this.reauthenticationInterval;
	}

	public void setReauthenticationInterval(@Nullable Duration reauthenticationInterval) {
		this.reauthenticationInterval = reauthenticationInterval;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	public Sentinel getSentinel() {
		return this.sentinel;
	}

	public Cluster getCluster() {
		return this.cluster;
	}

	public Masterreplica getMasterreplica() {
		return this.masterreplica;
	}

	public Lettuce getLettuce() {
		return this.lettuce;
	}

	static class Ssl {

		/**
		 * Whether to use TLS. On when a bundle is named.
		 */
		private @Nullable Boolean enabled;

		/**
		 * Name of the SSL bundle. Unset for the JVM's own trust store.
		 */
		private @Nullable String bundle;

		public boolean isEnabled() {
			return (this.enabled != null) ? this.enabled : StringUtils.hasText(this.bundle);
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

	static class Sentinel {

		/**
		 * Name of the primary that the Sentinels watch.
		 */
		private @Nullable String master;

		/**
		 * The Sentinels, each as "host:port".
		 */
		private List<String> nodes = List.of();

		/**
		 * User to log in to the Sentinels as.
		 */
		private @Nullable String username;

		/**
		 * Password to log in to the Sentinels with.
		 */
		private @Nullable String password;

		public @Nullable String getMaster() {
			return this.master;
		}

		public void setMaster(@Nullable String master) {
			this.master = master;
		}

		public List<String> getNodes() {
			return this.nodes;
		}

		public void setNodes(List<String> nodes) {
			this.nodes = nodes;
		}

		public @Nullable String getUsername() {
			return this.username;
		}

		public void setUsername(@Nullable String username) {
			this.username = username;
		}

		public @Nullable String getPassword() {
			return this.password;
		}

		public void setPassword(@Nullable String password) {
			this.password = password;
		}

	}

	static class Cluster {

		/**
		 * Nodes of the cluster to ask for all others, each as "host:port".
		 */
		private List<String> nodes = List.of();

		/**
		 * How many times a command may be sent on to another node.
		 */
		private @Nullable Integer maxRedirects;

		public List<String> getNodes() {
			return this.nodes;
		}

		public void setNodes(List<String> nodes) {
			this.nodes = nodes;
		}

		public @Nullable Integer getMaxRedirects() {
			return this.maxRedirects;
		}

		public void setMaxRedirects(@Nullable Integer maxRedirects) {
			this.maxRedirects = maxRedirects;
		}

	}

	static class Masterreplica {

		/**
		 * All nodes of a primary and its replicas, each as "host:port".
		 */
		private List<String> nodes = List.of();

		public List<String> getNodes() {
			return this.nodes;
		}

		public void setNodes(List<String> nodes) {
			this.nodes = nodes;
		}

	}

}
