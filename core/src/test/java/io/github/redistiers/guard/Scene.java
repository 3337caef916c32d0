package io.github.redistiers.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierNodes;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerBuilder;
import io.github.redistiers.devservices.SentinelGroup;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

/**
 * A cache's and a store's server, the tiers on them, and a guard over both. A server that
 * no test asks for does not start.
 */
final class Scene implements AutoCloseable {

	private final ServerGeneration generation;

	private final List<RedisServer> servers = new ArrayList<>();

	private final List<Socket> clients = new ArrayList<>();

	private final Map<TierRole, RedisTier> tiers = new EnumMap<>(TierRole.class);

	private final List<TierConnectionFactory> factories = new ArrayList<>();

	private final UnaryOperator<RedisServerBuilder> cacheSettings;

	private final UnaryOperator<RedisServerBuilder> storeSettings;

	private final Map<TierRole, RedisServer> ofTiers = new EnumMap<>(TierRole.class);

	Scene(ServerGeneration generation) {
		this(generation, UnaryOperator.identity(), UnaryOperator.identity());
	}

	Scene(ServerGeneration generation, UnaryOperator<RedisServerBuilder> cache,
			UnaryOperator<RedisServerBuilder> store) {
		this.generation = generation;
		this.cacheSettings = cache;
		this.storeSettings = store;
	}

	ServerGeneration generation() {
		return this.generation;
	}

	RedisServer cache() {
		return server(TierRole.CACHE);
	}

	RedisServer store() {
		return server(TierRole.STORE);
	}

	/**
	 * A tier's server, which starts when it is first asked for.
	 */
	RedisServer server(TierRole role) {
		return this.ofTiers.computeIfAbsent(role,
				(key) -> (key == TierRole.CACHE)
						? start((builder) -> this.cacheSettings.apply(builder.preset(ServerPreset.CACHE)))
						: start((builder) -> this.storeSettings.apply(builder.preset(ServerPreset.STORE))));
	}

	RedisServer start(UnaryOperator<RedisServerBuilder> settings) {
		RedisServerBuilder builder = RedisServer.builder()
			.generation(this.generation)
			// replicas need not wait for others
			.setting("repl-diskless-sync-delay", "0");
		RedisServer server = settings.apply(builder).start();
		this.servers.add(server);
		return server;
	}

	/**
	 * Lets clients connect until a server has so many, and stay.
	 */
	void connect(RedisServer server, int clients) {
		while (WrongState.info(server, "connected_clients") < clients) {
			try {
				this.clients.add(new Socket(server.host(), server.port()));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	RedisServer at(int port) {
		return this.servers.stream().filter((server) -> server.port() == port).findFirst().orElseThrow();
	}

	RedisTier cacheTier() {
		return tier(TierRole.CACHE);
	}

	RedisTier storeTier() {
		return tier(TierRole.STORE);
	}

	RedisTier tier(TierRole role) {
		return this.tiers.computeIfAbsent(role, (key) -> tier(key, "127.0.0.1", server(key).port()));
	}

	RedisTier tier(TierRole role, String host, int port) {
		return tier(role, host, port, null, null);
	}

	RedisTier tier(TierRole role, String host, int port, @Nullable String user, @Nullable String password) {
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration(host, port);
		configuration.setUsername(user);
		configuration.setPassword(password);
		return tier(role, configuration);
	}

	RedisTier tier(TierRole role, RedisStandaloneConfiguration configuration) {
		String name = (role == TierRole.CACHE) ? "cache" : "store";
		TierConnectionFactory factory = new TierConnectionFactory(
				TierSettings.builder(name, role, configuration).eager(false).build());
		factory.afterPropertiesSet();
		factory.start();
		this.factories.add(factory);
		return new RedisTier(name, role, factory);
	}

	GuardReport inspect() {
		return inspect(cacheTier(), storeTier());
	}

	GuardReport inspect(RedisTier... tiers) {
		try (Guard guard = guard(GuardSettings.defaults(), tiers)) {
			return guard.inspect();
		}
	}

	static RedisSentinelConfiguration behind(SentinelGroup group) {
		RedisSentinelConfiguration configuration = new RedisSentinelConfiguration();
		configuration.master(group.name());
		group.sentinels().forEach((sentinel) -> configuration.sentinel(sentinel.host(), sentinel.port()));
		return configuration;
	}

	static Guard guard(GuardSettings settings, RedisTier... tiers) {
		List<ServerCheck> checks = new ArrayList<>(GuardChecks.ofServers(Clock.systemUTC()));
		checks.add(GuardChecks.keyspaceEvents());
		return new Guard(List.of(tiers), checks, GuardChecks.ofTiers(), settings, TierNodes::of, Clock.systemUTC());
	}

	static GuardSettings settings(GuardMode mode, UnreachablePolicy unreachable,
			Map<String, FindingTreatment> findings) {
		return new GuardSettings((tier) -> mode, findings, unreachable, Duration.ofSeconds(20));
	}

	static Finding finding(GuardReport report, String id) {
		return report.findings()
			.stream()
			.filter((finding) -> finding.id().equals(id))
			.findFirst()
			.orElseThrow(() -> new AssertionError(id + " is missing in " + report));
	}

	@Override
	public void close() {
		this.factories.forEach(TierConnectionFactory::destroy);
		this.servers.forEach(RedisServer::close);
		for (Socket client : this.clients) {
			try {
				client.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

}
