package io.github.redistiers.test.documentation;

import io.github.redistiers.store.StoreFullException;
import io.github.redistiers.test.RedisTiersTest;
import io.github.redistiers.test.TierServers;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@RedisTiersTest
@Import(Prices.class)
class PricesTests {

	@Autowired
	Prices prices;

	@Autowired
	PageViews pageViews;

	@Autowired
	TierServers servers;

	@Test
	void areReadWhileTheCacheIsAway() {
		servers.cache().kill();
		assertThat(prices.of("tea")).isEqualTo(3);
	}

	@Test
	void areNotCountedOnAFullStore() {
		servers.store().fillToMaxmemory();
		assertThatExceptionOfType(StoreFullException.class).isThrownBy(() -> pageViews.increment("home"));
	}

}
