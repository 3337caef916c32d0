package io.github.redistiers.test.slice;

import java.time.Duration;
import java.util.List;

import io.github.redistiers.CacheTier;
import io.github.redistiers.store.StoreFailure;
import io.github.redistiers.test.RedisTiersTest;
import io.github.redistiers.test.TierServers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.cache.CacheManager;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link RedisTiersTest}. The addresses of the application lead nowhere: a test
 * must not reach what they name.
 */
@RedisTiersTest(
		properties = { "redis-tiers.cache.url=redis://localhost:1", "redis-tiers.store.url=redis://localhost:1" })
@Import({ Prices.class, Tallies.class, Greeter.class })
class RedisTiersTestIntegrationTests {

	@Autowired
	private TierServers servers;

	@Autowired
	private Visits visits;

	@Autowired
	private Guests guests;

	@Autowired
	private Prices prices;

	@Autowired
	@CacheTier
	private StringRedisTemplate cacheTemplate;

	@Test
	void bringsTheRepositoriesOfTheStore() {
		assertThat(this.visits.increment("door")).isOne();
		assertThat(this.servers.store().commands().keys("*")).anyMatch((key) -> key.contains("visits"));
		assertThat(this.servers.cache().commands().keys("*")).isEmpty();
	}

	@Test
	void bringsEntities() {
		Guest guest = new Guest("Ada");
		guest.words = List.of("hello");
		this.guests.save(guest);
		assertThat(this.guests.findById("Ada")).hasValueSatisfying((found) -> assertThat(found.words).hasSize(1));
		assertThat(this.servers.store().commands().keys("guests*")).isNotEmpty();
	}

	@Test
	void bringsCaches(@Autowired Tallies tallies) {
		Habits.keepPrices(this.prices);
		Habits.keepTallies(tallies);
		int reads = this.prices.reads();
		this.prices.of("tea");
		assertThat(this.prices.reads()).isEqualTo(reads);
		assertThat(this.servers.cache().commands().keys("*prices*")).isNotEmpty();
	}

	@Test
	void bringsListenersOfJobs(@Autowired Greetings greetings, @Autowired Greeter greeter) {
		greetings.enqueue("Grace");
		Awaitility.await().untilAsserted(() -> assertThat(greeter.greeted()).containsExactly("Grace"));
	}

	@Test
	void leavesOutTheApplicationsOtherComponents(@Autowired ApplicationContext context) {
		assertThat(context.getBeanNamesForType(Unwanted.class)).isEmpty();
		assertThat(context.getBeanNamesForType(Guestbook.class)).hasSize(1);
		assertThat(context.getBeanNamesForType(CacheManager.class)).hasSize(1);
	}

	@Test
	void letsATestFillTheStore() {
		this.servers.store().fillToMaxmemory();
		assertThatException().isThrownBy(() -> this.visits.increment("door"))
			.satisfies((failure) -> assertThat(failure).isInstanceOf(StoreFailure.class));
	}

	@Test
	void letsATestEndTheCache() {
		this.servers.cache().kill();
		Habits.keepPrices(this.prices);
	}

	@Test
	void letsATestPauseTheStore() {
		this.servers.store().pause();
		assertThatException().isThrownBy(() -> this.visits.increment("door"))
			.satisfies((failure) -> assertThat(failure).isInstanceOf(StoreFailure.class));
	}

	@Test
	void letsATestRefuseTheStoresWrites() {
		this.servers.store().refuseWrites();
		assertThatException().isThrownBy(() -> this.visits.increment("door"))
			.satisfies((failure) -> assertThat(failure).isInstanceOf(StoreFailure.class));
	}

	@Test
	void keepsNothingOfATestForTheNext() {
		assertThat(this.visits.increment("next")).isOne();
		assertThat(this.cacheTemplate.opsForValue().get("next")).isNull();
		this.cacheTemplate.opsForValue().set("next", "cup", Duration.ofMinutes(1));
	}

	@Test
	void keepsNothingOfATestForTheOneBefore() {
		keepsNothingOfATestForTheNext();
	}

}
