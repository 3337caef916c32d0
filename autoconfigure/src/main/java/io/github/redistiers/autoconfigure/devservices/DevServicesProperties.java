package io.github.redistiers.autoconfigure.devservices;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Servers for development.
 */
@ConfigurationProperties("redis-tiers.dev-services")
class DevServicesProperties {

	/**
	 * Whether servers are started for tiers without an address. By default they are if no
	 * tier has one, except from a packaged jar, ahead of time and on a cloud platform.
	 * With "true" also there, and for a single tier.
	 */
	private @Nullable Boolean enabled;

	/**
	 * Path of the redis-server or valkey-server program. By default the one that the
	 * environment variable REDIS_TIERS_SERVER names, one on the PATH, or the Redis 6.2
	 * that comes with the dependency.
	 */
	private @Nullable Path server;

	/**
	 * Folder that keeps the data of both servers. By default the data goes with the JVM.
	 */
	private @Nullable Path dataDirectory;

	public @Nullable Boolean getEnabled() {
		return this.enabled;
	}

	public void setEnabled(@Nullable Boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable Path getServer() {
		return this.server;
	}

	public void setServer(@Nullable Path server) {
		this.server = server;
	}

	public @Nullable Path getDataDirectory() {
		return this.dataDirectory;
	}

	public void setDataDirectory(@Nullable Path dataDirectory) {
		this.dataDirectory = dataDirectory;
	}

}
