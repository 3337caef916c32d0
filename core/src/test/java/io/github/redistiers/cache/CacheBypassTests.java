package io.github.redistiers.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CacheBypassTests {

	private final AtomicLong time = new AtomicLong();

	private final CacheBypass bypass = new CacheBypass(this.time::get);

	@Test
	void isOffUntilItBegins() {
		assertThat(this.bypass.isOn()).isFalse();
		assertThat(this.bypass.remaining()).isNull();
		assertThat(this.bypass.end()).isFalse();
	}

	@Test
	void endsByItselfOrWhenItIsTold() {
		this.bypass.begin(Duration.ofMinutes(2));
		pass(Duration.ofMinutes(1));
		assertThat(this.bypass.isOn()).isTrue();
		assertThat(this.bypass.remaining()).isEqualTo(Duration.ofMinutes(1));
		pass(Duration.ofMinutes(1));
		assertThat(this.bypass.isOn()).isFalse();
		assertThat(this.bypass.end()).isFalse();
		this.bypass.begin(Duration.ofMinutes(1));
		assertThat(this.bypass.end()).isTrue();
		assertThat(this.bypass.isOn()).isFalse();
	}

	@Test
	void isOnWhereverTheClockStands() {
		this.time.set(-Duration.ofMinutes(1).toNanos());
		this.bypass.begin(Duration.ofMinutes(1));
		assertThat(this.bypass.isOn()).isTrue();
		pass(Duration.ofMinutes(2));
		assertThat(this.bypass.isOn()).isFalse();
	}

	private void pass(Duration duration) {
		this.time.addAndGet(duration.toNanos());
	}

}
