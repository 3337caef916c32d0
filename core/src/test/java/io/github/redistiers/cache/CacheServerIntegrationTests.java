package io.github.redistiers.cache;

import io.github.redistiers.devservices.RedisServerExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

class CacheServerIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.cache();

	private TestCaches caches;

	private CacheServer reached;

	private String id;

	@BeforeEach
	void start() {
		this.caches = new TestCaches(server.get());
		this.reached = new CacheServer(this.caches.factory(), null, () -> {
		});
		this.id = this.reached.link().server().id().join();
	}

	@AfterEach
	void stop() {
		this.caches.close();
	}

	@Test
	void keepsItsConnectionThroughAnOutage() {
		CacheServer.Link link = this.reached.link();
		server.get().kill();
		Awaitility.await().untilAsserted(() -> assertThat(link.connection().isOpen()).isFalse());
		assertThat(this.reached.link()).isSameAs(link);
		server.get().restart();
		this.caches.awaitConnection();
		assertThat(this.reached.link()).isSameAs(link);
	}

	@Test
	void trustsOnlyTheServerItReaches() {
		assertThat(this.id).hasSize(40);
		assertThat(this.reached.trust()).isNull();
		this.reached.tracked("another");
		assertThat(this.reached.trust()).isNull();
		this.reached.tracked(this.id);
		assertThat(this.reached.trust()).isNotNull();
	}

	@Test
	void doesNotTrustAnyMoreWhenChangesMayBeMissed() {
		this.reached.tracked(this.id);
		Object before = this.reached.trust();
		this.reached.untracked();
		assertThat(this.reached.trust()).isNull();
		this.reached.tracked(this.id);
		assertThat(this.reached.trust()).isNotNull().isNotSameAs(before);
	}

	@Test
	void doesNotTrustWithoutTheServersId() {
		this.reached.tracked("");
		assertThat(this.reached.trust()).isNull();
	}

	@Test
	void believesNothingFromBeforeItIsTold() {
		Generation generation = believed();
		this.reached.tracked(this.id);
		assertThat(generation.view().isBelieved()).isFalse();
	}

	@Test
	void doubtsWhatIsToldToHaveChangedAlone() {
		Generation generation = believed();
		this.reached.changed("shop:cache-generation:others");
		assertThat(generation.view().isBelieved()).isTrue();
		this.reached.changed("shop:cache-generation:texts");
		assertThat(generation.view().isBelieved()).isFalse();
	}

	@Test
	void doubtsEverythingAfterAFlush() {
		Generation generation = believed();
		this.reached.changedAll();
		assertThat(generation.view().isBelieved()).isFalse();
	}

	private Generation believed() {
		Generation generation = new Generation("shop:cache:texts:", "shop:cache-generation:texts", 1000);
		this.reached.watch(generation);
		generation.learn(new byte[] { 'a' }, this.id, generation.view());
		return generation;
	}

}
