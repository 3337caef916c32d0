package io.github.redistiers.test.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.redistiers.TierRole;
import io.github.redistiers.breaker.CircuitBreakerSettings;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.store.DurabilityLevel;
import io.github.redistiers.store.DurabilitySettings;
import io.github.redistiers.store.StoreBreakers;
import io.github.redistiers.store.StoreExceptionTranslation;
import io.github.redistiers.store.StoreRepositories;
import io.github.redistiers.store.StoreRetrySettings;
import io.github.redistiers.store.StructureFactory;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

/**
 * A process with a store tier, made as the auto-configuration makes it by default.
 */
final class TestedStore implements AutoCloseable {

	/**
	 * Longer than the default: a busy machine is not what the tests are about.
	 */
	private static final Duration LIMIT = Duration.ofSeconds(5);

	private final TierConnectionFactory factory;

	private final StoreBreakers breakers = new StoreBreakers(CircuitBreakerSettings.defaults(), null);

	private final List<StoreRepositories> opened = new ArrayList<>();

	private final DurabilityLevel durability;

	private TestedStore(RedisConfiguration servers, DurabilityLevel durability) {
		this.durability = durability;
		this.factory = new TierConnectionFactory(TierSettings.builder("store", TierRole.STORE, servers)
			.timeout(LIMIT)
			.failureTranslation(new StoreExceptionTranslation())
			.sharedCommands(this.breakers)
			.build());
		this.factory.afterPropertiesSet();
		this.factory.start();
	}

	static TestedStore on(RedisServer server) {
		return on(server, DurabilityLevel.SERVER);
	}

	static TestedStore on(RedisServer server, DurabilityLevel durability) {
		return on(new RedisStandaloneConfiguration(server.host(), server.port()), durability);
	}

	static TestedStore on(FaultProxy proxy) {
		return on(new RedisStandaloneConfiguration(proxy.host(), proxy.port()), DurabilityLevel.SERVER);
	}

	/**
	 * A process on any servers.
	 * @param durability what every repository declares
	 */
	static TestedStore on(RedisConfiguration servers, DurabilityLevel durability) {
		return new TestedStore(servers, durability);
	}

	/**
	 * Makes a structure's repository, and one with the layout before if there was one.
	 * @param contract the structure
	 * @param name the repository's name
	 * @return one repository for each layout, the current one first
	 */
	<R> List<R> repositories(StructureContract<R> contract, String name) {
		List<R> repositories = new ArrayList<>();
		repositories.add(create(contract, contract.structures(), name));
		if (!contract.structuresBefore().isEmpty()) {
			repositories.add(create(contract, contract.structuresBefore(), name));
		}
		return repositories;
	}

	private <R> R create(StructureContract<R> contract, List<StructureFactory<?>> structures, String name) {
		DurabilitySettings defaults = DurabilitySettings.defaults();
		StoreRepositories repositories = new StoreRepositories(this.factory, "kit:", this.breakers,
				StoreRetrySettings.defaults(), new DurabilitySettings(this.durability, defaults.replicas(),
						defaults.timeout(), defaults.assumedAppendfsync()),
				structures);
		this.opened.add(repositories);
		return repositories.create(contract.repository(), name);
	}

	@Override
	public void close() {
		this.opened.forEach(StoreRepositories::close);
		this.factory.destroy();
	}

}
