package io.github.redistiers.test.slice;

import io.github.redistiers.test.RedisTiersTest;
import io.github.redistiers.test.TierServers;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.MethodMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A context is replaced after the test's instance was prepared.
 */
@RedisTiersTest
@TestMethodOrder(OrderAnnotation.class)
class ContextReplacedBeforeMethodIntegrationTests {

	@Autowired
	private TierServers servers;

	@Autowired
	private Visits visits;

	@Test
	@Order(1)
	@DirtiesContext(methodMode = MethodMode.BEFORE_METHOD)
	void breaksAServerOfItsOwnContext() {
		assertThat(this.visits.increment("door")).isOne();
		this.servers.store().refuseWrites();
	}

	@Test
	@Order(2)
	void findsThatServerRightAgain() {
		assertThat(this.visits.increment("door")).isOne();
	}

}
