package io.github.redistiers.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OncePerPauseTests {

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final AtomicLong nanoTime = new AtomicLong();

	private final OncePerPause once = new OncePerPause(this.nanoTime::get);

	@Test
	void letsAKeyThroughOncePerPause() {
		assertThat(isFirst(1)).isTrue();
		assertThat(isFirst(2)).isTrue();
		assertThat(isFirst(1)).isFalse();
		this.nanoTime.addAndGet(PAUSE.toNanos() - 1);
		assertThat(isFirst(1)).isFalse();
		this.nanoTime.addAndGet(1);
		assertThat(isFirst(1)).isTrue();
		assertThat(isFirst(1)).isFalse();
	}

	@Test
	void takesFewKeysForOthersOnceItKnowsHowManyThereAre() {
		for (int i = 0; i < 3; i++) {
			throughOf(200_000);
			this.nanoTime.addAndGet(PAUSE.toNanos());
		}
		assertThat(throughOf(200_000)).isGreaterThan(190_000);
	}

	@Test
	void doesNotLeaveOutTheSameKeysEachTime() {
		throughOf(10_000);
		this.nanoTime.addAndGet(PAUSE.toNanos());
		int[] through = new int[10_000];
		for (int pause = 0; pause < 8; pause++) {
			IntStream.range(0, through.length).filter(this::isFirst).forEach((key) -> through[key]++);
			this.nanoTime.addAndGet(PAUSE.toNanos());
		}
		assertThat(IntStream.of(through)).allMatch((times) -> times > 3);
	}

	private long throughOf(int keys) {
		return IntStream.range(0, keys).filter(this::isFirst).count();
	}

	private boolean isFirst(int key) {
		return this.once.isFirst(("shop:cache:products:" + key).getBytes(StandardCharsets.UTF_8), PAUSE);
	}

}
