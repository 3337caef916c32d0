package io.github.redistiers.test.slice;

import io.github.redistiers.test.RedisTiersTest;
import io.github.redistiers.test.TierServers;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One instance of a test outlives a context and its servers.
 */
@RedisTiersTest
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class ReplacedContextIntegrationTests {

	@Autowired
	private TierServers servers;

	@Autowired
	private Visits visits;

	@Test
	@Order(1)
	@DirtiesContext
	void endsItsContext() {
		assertThat(this.visits.increment("door")).isOne();
	}

	@Test
	@Order(2)
	void breaksAServerOfTheNextContext() {
		assertThat(this.visits.increment("door")).isOne();
		this.servers.store().refuseWrites();
	}

	@Test
	@Order(3)
	void findsThatServerRightAgain() {
		assertThat(this.visits.increment("door")).isOne();
	}

}
