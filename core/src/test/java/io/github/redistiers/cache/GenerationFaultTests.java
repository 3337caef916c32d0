package io.github.redistiers.cache;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.cache.Cache;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two applications on a server that keeps its data when it restarts: what one of them
 * clears is never served by the other, whatever happens to the connections.
 */
@EachServerGeneration
@Timeout(60)
class GenerationFaultTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private TestCaches here;

	private TestCaches there;

	GenerationFaultTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		this.here = new TestCaches(server.get());
		this.there = new TestCaches(server.get());
	}

	@AfterEach
	void stop() {
		this.here.close();
		this.there.close();
	}

	@Test
	void hearsOfAClearBeforeItReads() {
		awaitTrust();
		for (int round = 0; round < 50; round++) {
			texts().put("a", "old");
			assertThat(texts().get("a", String.class)).isEqualTo("old");
			theirs().clear();
			assertThat(theirs().get("a")).isNull();
			assertThat(texts().get("a")).isNull();
		}
	}

	@Test
	void asksAfterAClearThatItWasNotToldOf() {
		awaitTrust();
		texts().put("a", "old");
		texts().get("a");
		for (int round = 0; round < 20; round++) {
			texts().put("a", "old");
			server.execute("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
			Awaitility.await().ignoreExceptions().until(() -> {
				theirs().clear();
				theirs().put("probe", "works");
				return theirs().get("probe") != null;
			});
			assertThat(texts().get("a")).isNull();
			Awaitility.await().until(() -> {
				texts().put("a", "old");
				return texts().get("a") != null;
			});
		}
	}

	@Test
	void servesNothingOfAServerThatHasRestarted() {
		texts().put("a", "old");
		server.get().kill();
		server.get().restart();
		Awaitility.await().until(() -> {
			assertThat(texts().get("a")).isNull();
			texts().put("b", "new");
			return texts().get("b") != null;
		});
		assertThat(server.execute("DBSIZE")).isNotNull();
		assertThat(texts().get("a")).isNull();
		try (TestCaches late = new TestCaches(server.get())) {
			assertThat(late.cache("texts").get("a")).isNull();
			assertThat(late.cache("texts").get("b", String.class)).isEqualTo("new");
		}
	}

	@Test
	void beginsAnewEvenWhereAnotherApplicationHasDoneSo() {
		texts().put("a", "old");
		theirs().put("b", "old");
		server.get().kill();
		server.get().restart();
		Awaitility.await().until(() -> {
			theirs().put("b", "from the new server");
			return theirs().get("b") != null;
		});
		// it may have evicted b on the old server only
		Awaitility.await().until(() -> {
			assertThat(texts().get("b")).isNull();
			texts().put("probe", "works");
			return texts().get("probe") != null;
		});
		assertThat(theirs().get("b")).isNull();
	}

	@Test
	void staysColdForAnApplicationThatComesAfterTheRestart() {
		texts().put("a", "old");
		this.here.close();
		this.there.close();
		server.get().kill();
		server.get().restart();
		this.here = new TestCaches(server.get());
		assertThat(texts().get("a")).isNull();
	}

	private void awaitTrust() {
		texts().get("a");
		theirs().get("a");
		Awaitility.await().until(() -> this.here.isTrusting() && this.there.isTrusting());
	}

	private Cache texts() {
		return this.here.cache("texts");
	}

	private Cache theirs() {
		return this.there.cache("texts");
	}

}
