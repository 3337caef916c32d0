package io.github.redistiers.autoconfigure.connection;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a tier's client can be told beyond its address.
 */
class Lettuce {

	/**
	 * How long closing the client may take.
	 */
	private @Nullable Duration shutdownTimeout;

	/**
	 * Which nodes reads go to, such as "replica-preferred". Reads from replicas may be
	 * stale; unset for the primary.
	 */
	private @Nullable String readFrom;

	/**
	 * Whether connecting begins, in the background, when the application starts. With
	 * "false" it begins with the first use. On, unless the application initializes its
	 * beans lazily.
	 */
	private @Nullable Boolean eagerConnect;

	private final Pool pool = new Pool();

	private final Cluster cluster = new Cluster();

	public @Nullable Duration getShutdownTimeout() {
		return this.shutdownTimeout;
	}

	public void setShutdownTimeout(@Nullable Duration shutdownTimeout) {
		this.shutdownTimeout = shutdownTimeout;
	}

	public @Nullable String getReadFrom() {
		return this.readFrom;
	}

	public void setReadFrom(@Nullable String readFrom) {
		this.readFrom = readFrom;
	}

	public @Nullable Boolean getEagerConnect() {
		return this.eagerConnect;
	}

	public void setEagerConnect(@Nullable Boolean eagerConnect) {
		this.eagerConnect = eagerConnect;
	}

	public Pool getPool() {
		return this.pool;
	}

	public Cluster getCluster() {
		return this.cluster;
	}

	/**
	 * The connections of their own that blocking and transactional commands get.
	 */
	static class Pool {

		/**
		 * Whether blocking and transactional commands take their connections from a pool.
		 * On when commons-pool2 is on the class path.
		 */
		private @Nullable Boolean enabled;

		/**
		 * How many idle connections the pool keeps at most. Negative for no limit.
		 */
		private int maxIdle = 8;

		/**
		 * How many idle connections the pool keeps at least. Takes effect only with a
		 * time between eviction runs.
		 */
		private int minIdle;

		/**
		 * How many connections the pool opens at most. Negative for no limit.
		 */
		private int maxActive = 8;

		/**
		 * How long a caller waits when the pool is exhausted. Negative for as long as a
		 * command may take.
		 */
		private Duration maxWait = Duration.ofMillis(-1);

		/**
		 * How often idle connections are looked through. Unset for never.
		 */
		private @Nullable Duration timeBetweenEvictionRuns;

		public @Nullable Boolean getEnabled() {
			return this.enabled;
		}

		public void setEnabled(@Nullable Boolean enabled) {
			this.enabled = enabled;
		}

		public int getMaxIdle() {
			return this.maxIdle;
		}

		public void setMaxIdle(int maxIdle) {
			this.maxIdle = maxIdle;
		}

		public int getMinIdle() {
			return this.minIdle;
		}

		public void setMinIdle(int minIdle) {
			this.minIdle = minIdle;
		}

		public int getMaxActive() {
			return this.maxActive;
		}

		public void setMaxActive(int maxActive) {
			this.maxActive = maxActive;
		}

		public Duration getMaxWait() {
			return this.maxWait;
		}

		public void setMaxWait(Duration maxWait) {
			this.maxWait = maxWait;
		}

		public @Nullable Duration getTimeBetweenEvictionRuns() {
			return this.timeBetweenEvictionRuns;
		}

		public void setTimeBetweenEvictionRuns(@Nullable Duration timeBetweenEvictionRuns) {
			this.timeBetweenEvictionRuns = timeBetweenEvictionRuns;
		}

	}

	/**
	 * How the client follows the topology of a cluster.
	 */
	static class Cluster {

		private final Refresh refresh = new Refresh();

		public Refresh getRefresh() {
			return this.refresh;
		}

		static class Refresh {

			/**
			 * Whether to ask every known node for the cluster's topology. With "false"
			 * only the configured nodes are asked.
			 */
			private boolean dynamicRefreshSources = true;

			/**
			 * How often the topology is asked for without an occasion. Unset for never: a
			 * redirection or a lost connection is occasion enough.
			 */
			private @Nullable Duration period;

			public boolean isDynamicRefreshSources() {
				return this.dynamicRefreshSources;
			}

			public void setDynamicRefreshSources(boolean dynamicRefreshSources) {
				this.dynamicRefreshSources = dynamicRefreshSources;
			}

			public @Nullable Duration getPeriod() {
				return this.period;
			}

			public void setPeriod(@Nullable Duration period) {
				this.period = period;
			}

		}

	}

}
