package io.github.redistiers.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(30)
class LoadLimitTests {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final LoadLimit limit = new LoadLimit(3, this.threads);

	private final AtomicInteger atOnce = new AtomicInteger();

	private final AtomicInteger most = new AtomicInteger();

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
	}

	@Test
	void letsNoMoreThreadsLoadAtOnce() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		List<FutureTask<Integer>> calls = IntStream.range(0, 20)
			.mapToObj((value) -> new FutureTask<>(() -> this.limit.call(() -> {
				begin();
				end.await();
				this.atOnce.decrementAndGet();
				return value;
			})))
			.toList();
		List<Thread> loading = calls.stream().map(Thread::new).toList();
		loading.forEach(Thread::start);
		Awaitility.await()
			.until(() -> loading.stream().allMatch((thread) -> thread.getState() == Thread.State.WAITING));
		assertThat(this.atOnce).hasValue(3);
		end.countDown();
		for (int i = 0; i < 20; i++) {
			assertThat(calls.get(i).get()).isEqualTo(i);
		}
		assertThat(this.most).hasValue(3);
	}

	@Test
	void keepsNoThreadWaitingForLoadsThatDoNotBlock() {
		List<CompletableFuture<String>> loads = new ArrayList<>();
		List<CompletableFuture<String>> results = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			results.add(this.limit.start(false, () -> load(loads)));
		}
		for (int i = 0; i < 5000; i++) {
			results.add(this.limit.start(false, () -> {
				begin();
				this.atOnce.decrementAndGet();
				return CompletableFuture.completedFuture("at once");
			}));
		}
		assertThat(loads).hasSize(3);
		assertThat(results).noneMatch(CompletableFuture::isDone);
		loads.forEach((load) -> {
			this.atOnce.decrementAndGet();
			load.complete("late");
		});
		assertThat(results).allSatisfy((result) -> assertThat(result).succeedsWithin(Duration.ofSeconds(20)));
		assertThat(this.most).hasValueLessThanOrEqualTo(3);
	}

	@Test
	void givesThePlaceBackAfterFailures() throws Exception {
		IllegalStateException own = new IllegalStateException("on purpose");
		for (int i = 0; i < 10; i++) {
			assertThatIllegalStateException().isThrownBy(() -> this.limit.call(() -> {
				throw own;
			})).isSameAs(own);
			assertThatIllegalStateException().isThrownBy(() -> this.limit.start(false, () -> {
				throw own;
			})).isSameAs(own);
			assertThat(this.limit.start(false, () -> CompletableFuture.failedFuture(own))).isCompletedExceptionally();
		}
		assertThat(this.limit.call(() -> "works")).isEqualTo("works");
	}

	@Test
	void letsALoadLoadAnotherKey() throws Exception {
		LoadLimit one = new LoadLimit(1, this.threads);
		assertThat(one.call(() -> one.call(() -> one.call(() -> "inner")))).isEqualTo("inner");
		assertThat(one.call(() -> "next")).isEqualTo("next");
	}

	@Test
	void stopsWaitingWhenInterrupted() throws Exception {
		LoadLimit one = new LoadLimit(1, this.threads);
		CompletableFuture<String> load = new CompletableFuture<>();
		CompletableFuture<String> first = one.start(false, () -> load);
		CompletableFuture<Thread> waiting = new CompletableFuture<>();
		Future<String> second = this.threads.submit(() -> {
			waiting.complete(Thread.currentThread());
			return one.call(() -> "never");
		});
		Thread thread = waiting.get();
		Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
		thread.interrupt();
		assertThatExceptionOfType(java.util.concurrent.ExecutionException.class).isThrownBy(second::get)
			.withCauseInstanceOf(InterruptedException.class);
		load.complete("loaded");
		assertThat(first).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("loaded");
		assertThat(one.call(() -> "third")).isEqualTo("third");
	}

	private CompletableFuture<String> load(List<CompletableFuture<String>> loads) {
		begin();
		CompletableFuture<String> load = new CompletableFuture<>();
		loads.add(load);
		return load;
	}

	private void begin() {
		int now = this.atOnce.incrementAndGet();
		this.most.accumulateAndGet(now, Math::max);
	}

}
