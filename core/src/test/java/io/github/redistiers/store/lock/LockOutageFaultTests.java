package io.github.redistiers.store.lock;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.store.Applied;
import io.github.redistiers.store.OutcomeUnknownException;
import io.github.redistiers.store.StoreUnavailableException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of locks whose waiter or server is gone for a while.
 */
// on one generation: all that is told here is told by the client
@Timeout(120)
class LockOutageFaultTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Lease SHORT = Lease.renewed(Duration.ofSeconds(1));

	private FaultProxy proxy;

	/**
	 * Its network fails.
	 */
	private TestLocks unlucky;

	private TestLocks other;

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
	void passToTheNextWhereAWaiterIsGone() throws Exception {
		HeldLock held = Objects.requireNonNull(this.other.locks().tryAcquire("42"));
		CompletableFuture<HeldLock> gone = this.unlucky.locks()
			.acquireAsync("42", LONG, Lease.renewed(Duration.ofMillis(300)))
			.toCompletableFuture();
		String queue = "shop:lock-queue:{shop:lock:orders:42}";
		Awaitility.await().until(() -> server.get().commands().zcard(queue) == 1);
		this.proxy.blackHole();
		CompletableFuture<HeldLock> next = this.other.locks().acquireAsync("42", LONG).toCompletableFuture();
		Awaitility.await().until(() -> server.get().commands().zcard(queue) == 2);
		assertThat(held.release()).isTrue();
		HeldLock lock = next.get();
		assertThat(lock.isHeld()).isTrue();
		gone.cancel(true);
		this.proxy.pass();
		assertThat(lock.release()).isTrue();
		Awaitility.await().until(() -> !this.other.locks().isLocked("42"));
	}

	@Test
	void undoWhatWasAcquiredWithoutAnAnswer() throws Exception {
		this.unlucky.locks().isLocked("42");
		Objects.requireNonNull(this.unlucky.locks().tryAcquire("other")).release();
		this.proxy.dropNextReply();
		assertThatExceptionOfType(OutcomeUnknownException.class)
			.isThrownBy(() -> this.unlucky.locks().tryAcquire("42", Lease.once(Duration.ofMillis(500))))
			.satisfies((ex) -> assertThat(ex.applied()).isEqualTo(Applied.UNKNOWN));
		HeldLock lock = this.other.locks().acquire("42", LONG);
		assertThat(lock.release()).isTrue();
	}

	@Test
	void growTheirTokensOverAServerThatIsKilledAndNameItsFailure() {
		HeldLock lock = Objects.requireNonNull(this.other.locks().tryAcquire("42", SHORT));
		AtomicInteger told = new AtomicInteger();
		lock.onLost(told::incrementAndGet);
		server.get().kill();
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(lock::release);
		server.get().restart();
		HeldLock again = Awaitility.await()
			.ignoreExceptionsInstanceOf(DataAccessException.class)
			.until(() -> this.other.locks().tryAcquire("42"), Objects::nonNull);
		assertThat(lock.isHeld()).isFalse();
		assertThat(told).as("released, as far as its holder is concerned").hasValue(0);
		assertThat(again.token()).isGreaterThan(lock.token());
		assertThat(lock.release()).isFalse();
		assertThat(again.release()).isTrue();
	}

	@Test
	void areLostWhenTheirServerIsGoneForLongerThanTheLease() {
		HeldLock lock = Objects.requireNonNull(this.other.locks().tryAcquire("42", SHORT));
		AtomicInteger told = new AtomicInteger();
		lock.onLost(told::incrementAndGet);
		server.get().pause();
		try {
			Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> told.get() == 1);
			assertThat(lock.isHeld()).isFalse();
		}
		finally {
			server.get().resume();
		}
	}

}
