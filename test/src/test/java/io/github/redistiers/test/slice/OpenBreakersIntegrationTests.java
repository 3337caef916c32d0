package io.github.redistiers.test.slice;

import io.github.redistiers.cache.CacheTierCacheManager;
import io.github.redistiers.store.StoreBreakers;
import io.github.redistiers.test.RedisTiersTest;
import io.github.redistiers.test.TierServers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that end with a server that is well again, and with circuit breakers that would
 * stay open for long: no connection was lost.
 */
@RedisTiersTest(properties = { "redis-tiers.cache.circuit-breaker.sliding-window-size=2",
		"redis-tiers.cache.circuit-breaker.wait-duration-in-open-state=1h",
		"redis-tiers.store.circuit-breaker.sliding-window-size=2",
		"redis-tiers.store.circuit-breaker.wait-duration-in-open-state=1h", "redis-tiers.store.timeout=500ms" })
@Import(Prices.class)
@TestMethodOrder(OrderAnnotation.class)
class OpenBreakersIntegrationTests {

	@Autowired
	private TierServers servers;

	@Autowired
	private Prices prices;

	@Autowired
	private Visits visits;

	@Test
	@Order(1)
	void opensThoseOfTheCache(@Autowired CacheTierCacheManager caches) {
		this.servers.cache().pause();
		Awaitility.await().until(() -> {
			this.prices.of("tea");
			return caches.openBreakers() > 0;
		});
		this.servers.cache().resume();
	}

	@Test
	@Order(2)
	void findsTheCacheInUse() {
		this.prices.of("tea");
		int reads = this.prices.reads();
		this.prices.of("tea");
		assertThat(this.prices.reads()).isEqualTo(reads);
	}

	@Test
	@Order(3)
	void opensThoseOfTheStore(@Autowired StoreBreakers breakers) {
		this.servers.store().pause();
		Awaitility.await().until(() -> {
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.visits.increment("door"));
			return breakers.open() > 0;
		});
		this.servers.store().resume();
	}

	@Test
	@Order(4)
	void findsTheStoreInUse() {
		assertThat(this.visits.increment("door")).isOne();
	}

}
