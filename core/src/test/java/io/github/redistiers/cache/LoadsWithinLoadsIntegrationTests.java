package io.github.redistiers.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

import io.github.redistiers.devservices.RedisServerExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.cache.Cache;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A load that asks its own cache, where only one may load at once.
 */
@Timeout(60)
class LoadsWithinLoadsIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.cache();

	private TestCaches caches;

	private Cache texts;

	@BeforeEach
	void start() {
		server.execute("FLUSHALL");
		this.caches = new TestCaches(server.get(), CacheSettings.builder().maxConcurrentLoads(1).build());
		this.texts = this.caches.cache("texts");
	}

	@AfterEach
	void stop() {
		this.caches.close();
	}

	@Test
	void doesNotWaitForALoadThatWaitsForItsPlace() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		FutureTask<String> parent = new FutureTask<>(() -> this.texts.get("parent", () -> "parent"));
		Thread waiting = new Thread(parent);
		FutureTask<String> child = new FutureTask<>(() -> this.texts.get("child", () -> {
			begun.countDown();
			Awaitility.await().until(() -> waiting.getState() == Thread.State.WAITING);
			return "child of " + this.texts.get("parent", () -> "parent");
		}));
		new Thread(child).start();
		begun.await();
		waiting.start();
		assertThat(child.get()).isEqualTo("child of parent");
		assertThat(parent.get()).isEqualTo("parent");
		assertThat(this.texts.get("next", () -> "next")).isEqualTo("next");
	}

	@Test
	void needsNoPlaceOfItsOwnWhereNobodyWaits() {
		assertThat(child()).succeedsWithin(PATIENCE).isEqualTo("child of parent");
		assertThat(this.texts.retrieve("next", () -> CompletableFuture.completedFuture("next")))
			.succeedsWithin(PATIENCE)
			.isEqualTo("next");
	}

	@Test
	void doesNotJoinALoadThatWaitsForItsPlaceWhereNobodyWaits() {
		CompletableFuture<String> first = new CompletableFuture<>();
		CountDownLatch begun = new CountDownLatch(1);
		CompletableFuture<String> blocking = this.texts.retrieve("first", () -> {
			begun.countDown();
			return first;
		});
		Awaitility.await().until(() -> begun.getCount() == 0);
		CompletableFuture<String> child = child();
		CompletableFuture<String> parent = this.texts.retrieve("parent",
				() -> CompletableFuture.completedFuture("parent"));
		// both wait for the first one's place, or are about to
		first.complete("first");
		assertThat(child).succeedsWithin(PATIENCE).isEqualTo("child of parent");
		assertThat(parent).succeedsWithin(PATIENCE).isEqualTo("parent");
		assertThat(blocking).succeedsWithin(PATIENCE).isEqualTo("first");
	}

	private CompletableFuture<String> child() {
		return this.texts.retrieve("child",
				() -> this.texts.retrieve("parent", () -> CompletableFuture.completedFuture("parent"))
					.thenApply((parent) -> "child of " + parent));
	}

}
