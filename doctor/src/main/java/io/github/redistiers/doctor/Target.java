package io.github.redistiers.doctor;

import java.time.Duration;
import java.util.Locale;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.SettingNames;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.connection.TierUrl;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration.WithAuthentication;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

/**
 * One tier to be judged.
 */
final class Target {

	private final TierRole role;

	private final boolean tls;

	private final RedisConfiguration configuration;

	private Target(TierRole role, boolean tls, RedisConfiguration configuration) {
		this.role = role;
		this.tls = tls;
		this.configuration = configuration;
	}

	/**
	 * A tier at an address.
	 * @param passwords has what the address does not tell
	 * @param asks whether to ask for the password, whatever the address tells
	 */
	static Target of(TierRole role, ServerUrl url, Passwords passwords, boolean asks) {
		TierUrl first = url.first();
		String user = first.username();
		String password = first.password();
		if (user == null && password == null) {
			user = passwords.variable(role, "USERNAME");
		}
		if (asks) {
			password = passwords.ask(role);
		}
		else if (password == null) {
			password = passwords.variable(role, "PASSWORD");
		}
		RedisConfiguration configuration = switch (url.form()) {
			case SINGLE -> authenticated(new RedisStandaloneConfiguration(first.host(), first.port()), user, password);
			case CLUSTER -> authenticated(cluster(url), user, password);
			case SENTINEL -> authenticated(sentinel(url, role, passwords), user, password);
		};
		return new Target(role, first.tls(), configuration);
	}

	private static RedisClusterConfiguration cluster(ServerUrl url) {
		RedisClusterConfiguration configuration = new RedisClusterConfiguration();
		url.addresses().forEach((address) -> configuration.clusterNode(address.host(), address.port()));
		return configuration;
	}

	private static RedisSentinelConfiguration sentinel(ServerUrl url, TierRole role, Passwords passwords) {
		RedisSentinelConfiguration configuration = new RedisSentinelConfiguration();
		configuration.master(String.valueOf(url.master()));
		url.addresses().forEach((address) -> configuration.sentinel(address.host(), address.port()));
		configuration.setSentinelUsername(passwords.variable(role, "SENTINEL_USERNAME"));
		configuration.setSentinelPassword(RedisPassword.of(passwords.variable(role, "SENTINEL_PASSWORD")));
		return configuration;
	}

	private static <T extends RedisConfiguration & WithAuthentication> T authenticated(T configuration,
			@Nullable String user, @Nullable String password) {
		configuration.setUsername(user);
		configuration.setPassword(RedisPassword.of(password));
		return configuration;
	}

	TierRole role() {
		return this.role;
	}

	String name() {
		return this.role.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Whoever asks the doctor has arguments, and no application.
	 */
	private SettingNames settingNames() {
		String url = "the " + name() + "'s URL";
		String variables = "REDISTIERS_" + this.role;
		return new SettingNames(url, url + " (redis-sentinel://host:port#NAME)", url,
				"the user and the password in " + url + ", or by " + variables + "_USERNAME and " + variables
						+ "_PASSWORD",
				"the " + name() + "'s password", "rediss:// with TLS, redis:// without",
				url + " (rediss:// is with TLS), --cacert, --cert, --key", "the pool");
	}

	TierConnectionFactory connectionFactory(Duration limit, TlsFiles files, ClientResources resources) {
		TierSettings.Builder settings = TierSettings.builder(name(), this.role, this.configuration)
			.settingNames(settingNames())
			.clientName("redis-tiers-doctor")
			.timeout(limit)
			.connectTimeout(limit)
			.clientResources(resources)
			.eager(false);
		if (this.tls) {
			settings.ssl(files.options());
			if (files.insecure()) {
				settings.customizeClientConfiguration((builder) -> builder.useSsl().disablePeerVerification());
			}
		}
		return new TierConnectionFactory(settings.build());
	}

}
