package io.github.redistiers.store.lock;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of what a holder does that was paused past its lease.
 */
@Timeout(120)
@EachServerGeneration
class LockFaultTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Lease SHORT = Lease.renewed(Duration.ofMillis(600));

	private FaultProxy proxy;

	/**
	 * Its network fails.
	 */
	private TestLocks unlucky;

	private TestLocks other;

	LockFaultTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		this.proxy = FaultProxy.to(server.get());
		this.unlucky = new TestLocks(this.proxy.host(), this.proxy.port(), Duration.ofSeconds(20));
		this.other = new TestLocks(server.get());
	}

	@AfterEach
	void stop() {
		this.unlucky.close();
		this.other.close();
		this.proxy.close();
	}

	@Test
	void refuseWhatAHolderWritesThatWasPausedPastItsLease() throws Exception {
		HeldLock old = Objects.requireNonNull(this.unlucky.locks().tryAcquire("42", SHORT));
		AtomicInteger told = new AtomicInteger();
		old.onLost(told::incrementAndGet);
		this.proxy.blackHole();
		CompletableFuture<Void> underWay = old.setAsync("total", "late").toCompletableFuture();
		HeldLock young = this.other.locks().acquire("42", LONG);
		Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> told.get() == 1);
		assertThat(old.isHeld()).isFalse();
		young.set("total", "2");
		this.proxy.pass();
		assertThat(underWay).failsWithin(LONG).withThrowableThat().withCauseInstanceOf(StaleTokenException.class);
		assertThatExceptionOfType(StaleTokenException.class).isThrownBy(() -> old.set("total", "later"));
		assertThatExceptionOfType(StaleTokenException.class).isThrownBy(() -> old.delete("total"));
		assertThat(this.other.locks().value("42", "total")).isEqualTo("2");
		assertThat(old.release()).isFalse();
		assertThat(young.isHeld()).isTrue();
		assertThat(young.token()).isGreaterThan(old.token());
		assertThat(young.release()).isTrue();
	}

	@Test
	void refuseWhatAHolderWritesThatWasPausedThoughNobodyElseCame() {
		HeldLock lock = Objects.requireNonNull(this.unlucky.locks().tryAcquire("42", SHORT));
		this.proxy.blackHole();
		CompletableFuture<Void> underWay = lock.setAsync("total", "late").toCompletableFuture();
		Awaitility.await().until(() -> !this.other.locks().isLocked("42"));
		assertThat(lock.isHeld()).isFalse();
		this.proxy.pass();
		assertThat(underWay).failsWithin(LONG).withThrowableThat().withCauseInstanceOf(StaleTokenException.class);
		assertThat(lock.release()).isFalse();
		assertThat(this.other.locks().value("42", "total")).isNull();
	}

}
