package io.github.redistiers.store.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.RecordedCommand;
import io.github.redistiers.devservices.TrafficRecorder;
import io.github.redistiers.store.RepositoryName;
import io.github.redistiers.store.StoreFullException;
import io.github.redistiers.store.StoreUnavailableException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Timeout(60)
class LockRepositoryIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static final Duration LONG = Duration.ofSeconds(30);

	private final AtomicLong shift = new AtomicLong();

	private TestLocks process;

	private LockRepository locks;

	@BeforeEach
	void start() {
		this.process = new TestLocks(server.get(), () -> System.nanoTime() + this.shift.get());
		this.locks = this.process.locks();
	}

	@AfterEach
	void stop() {
		this.process.close();
	}

	@Test
	void isHeldUntilItIsReleased() {
		HeldLock lock = acquired("42");
		assertThat(lock.isHeld()).isTrue();
		assertThat(lock.name()).isEqualTo("42");
		assertThat(lock).asString().contains("shop:lock:orders:42", "held");
		assertThat(this.locks.isLocked("42")).isTrue();
		assertThat(this.locks.isLocked("43")).isFalse();
		assertThat(this.locks.isLockedAsync("42").toCompletableFuture().join()).isTrue();
		assertThat(this.locks.tryAcquire("42")).as("not reentrant").isNull();
		assertThat(this.locks.tryAcquireAsync("42").toCompletableFuture().join()).isNull();
		assertThat(lock.release()).isTrue();
		assertThat(lock.isHeld()).isFalse();
		assertThat(this.locks.isLocked("42")).isFalse();
		assertThat(lock.release()).as("again").isFalse();
		assertThat(lock.releaseAsync().toCompletableFuture().join()).isFalse();
	}

	@Test
	void isReleasedAtTheEndOfABlockWhichMayHaveNone() {
		try (HeldLock lock = this.locks.tryAcquire("42"); HeldLock none = this.locks.tryAcquire("42")) {
			assertThat(lock).isNotNull();
			assertThat(none).isNull();
		}
		assertThat(this.locks.isLocked("42")).isFalse();
	}

	@Test
	void costsACommandAndIsNotPublishedWhereNobodyWaits() {
		acquired("warm").release();
		try (TrafficRecorder traffic = TrafficRecorder.on(server.get())) {
			acquired("42").release();
			List<RecordedCommand> commands = traffic.commands();
			assertThat(commands.stream().filter((command) -> !command.client().equals("lua"))).hasSize(2)
				.allMatch((command) -> command.name().equals("EVALSHA"));
			assertThat(commands).filteredOn((command) -> command.client().equals("lua"))
				.extracting(RecordedCommand::name)
				.containsExactly("GET", "EXISTS", "TIME", "GET", "SET", "SET", "GET", "EXISTS", "DEL");
		}
		assertThat(server.get().commands().keys("*42*")).containsExactly("shop:lock-token:{shop:lock:orders:42}");
	}

	@Test
	void hasGrowingTokensOverDeletion() {
		long last = 0;
		for (int i = 0; i < 20; i++) {
			HeldLock lock = acquired("42");
			assertThat(lock.token()).isGreaterThan(last);
			last = lock.token();
			if (i % 3 == 0) {
				server.execute("FLUSHALL");
				assertThat(lock.release()).isFalse();
			}
			else {
				assertThat(lock.release()).isTrue();
			}
		}
	}

	@Test
	void throwsAwayNobodyElsesLock() {
		HeldLock old = acquired("42");
		server.execute("DEL", "shop:lock:orders:42");
		HeldLock young = acquired("42");
		assertThat(old.release()).isFalse();
		assertThat(young.isHeld()).isTrue();
		assertThat(this.locks.isLocked("42")).isTrue();
		assertThatExceptionOfType(StaleTokenException.class).isThrownBy(() -> old.set("total", "1"))
			.withMessageContaining(Long.toString(old.token()))
			.withMessageContaining("shop:lock:orders:42");
		young.set("total", "2");
		assertThat(this.locks.value("42", "total")).isEqualTo("2");
		assertThat(young.release()).isTrue();
	}

	@Test
	void isHonestAsSoonAsTheLeaseMayBeOver() {
		HeldLock lock = Objects.requireNonNull(this.locks.tryAcquire("42", Lease.once(Duration.ofSeconds(10))));
		AtomicInteger told = new AtomicInteger();
		lock.onLost(told::incrementAndGet);
		this.shift.addAndGet(Duration.ofSeconds(9).toNanos());
		assertThat(lock.isHeld()).isTrue();
		this.shift.addAndGet(Duration.ofSeconds(1).toNanos());
		assertThat(lock.isHeld()).isFalse();
		assertThat(this.locks.isLocked("42")).as("the server's clock has not moved").isTrue();
		assertThat(lock.release()).isTrue();
		assertThat(told).hasValue(0);
	}

	@Test
	void tellsWhenALeaseIsOverThatIsNotRenewed() {
		HeldLock lock = Objects.requireNonNull(this.locks.tryAcquire("42", Lease.once(Duration.ofMillis(200))));
		AtomicInteger told = new AtomicInteger();
		lock.onLost(told::incrementAndGet);
		Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> told.get() == 1);
		assertThat(lock.isHeld()).isFalse();
		lock.onLost(told::incrementAndGet);
		Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> told.get() == 2);
		Awaitility.await().until(() -> !this.locks.isLocked("42"));
		assertThat(lock.release()).isFalse();
	}

	@Test
	void isRenewedTogetherWithOthersUntilItIsReleased() {
		Lease lease = Lease.renewed(Duration.ofSeconds(2));
		LockRepository group = this.process.store()
			.repositories()
			.create(LockRepository.class, new RepositoryName("orders", "checkout"));
		List<HeldLock> held = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			held.add(Objects.requireNonNull(group.tryAcquire("lock" + i, lease)));
		}
		try (TrafficRecorder traffic = TrafficRecorder.on(server.get())) {
			Awaitility.await()
				.pollInterval(Duration.ofMillis(20))
				.until(() -> traffic.commands()
					.stream()
					.filter((command) -> command.name().equals("PEXPIRE")
							&& command.mentions("shop:lock:{checkout}:orders:lock7"))
					.count() >= 2);
			assertThat(traffic.commands().stream().filter((command) -> command.name().startsWith("EVAL")))
				.hasSizeLessThan(20);
		}
		assertThat(held).allMatch(HeldLock::isHeld);
		assertThat(held).allMatch(HeldLock::release);
		try (TrafficRecorder traffic = TrafficRecorder.on(server.get())) {
			HeldLock other = Objects.requireNonNull(group.tryAcquire("other", lease));
			Awaitility.await()
				.pollInterval(Duration.ofMillis(20))
				.until(() -> traffic.commands().stream().anyMatch((command) -> command.name().equals("PEXPIRE")));
			assertThat(traffic.commands()).noneMatch((command) -> command.mentions("shop:lock:{checkout}:orders:lock"));
			assertThat(other.release()).isTrue();
		}
	}

	@Test
	void tellsThatARenewalFoundItLost() {
		HeldLock lock = Objects.requireNonNull(this.locks.tryAcquire("42", Lease.renewed(Duration.ofMillis(900))));
		AtomicInteger told = new AtomicInteger();
		lock.onLost(() -> {
			throw new IllegalStateException("of the application");
		});
		lock.onLost(told::incrementAndGet);
		server.execute("DEL", "shop:lock:orders:42");
		Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> told.get() == 1);
		assertThat(lock.isHeld()).isFalse();
		assertThat(lock.release()).isFalse();
	}

	@Test
	void isNotRenewedOnceTheApplicationIsClosed() {
		HeldLock lock = Objects.requireNonNull(this.locks.tryAcquire("42", Lease.renewed(Duration.ofMillis(300))));
		CompletableFuture<HeldLock> waiting = this.locks.acquireAsync("42", LONG).toCompletableFuture();
		this.process.stop();
		assertThat(waiting).failsWithin(LONG)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(StoreUnavailableException.class);
		Awaitility.await().until(() -> !lock.isHeld());
		Awaitility.await().until(() -> !this.locks.isLocked("42"));
	}

	@Test
	void comesToThoseWhoWaitInTheirOrder() throws Exception {
		List<Integer> order = new CopyOnWriteArrayList<>();
		List<CompletableFuture<?>> waiting = new ArrayList<>();
		try (TestLocks other = new TestLocks(server.get())) {
			HeldLock first = acquired("42");
			for (int i = 0; i < 10; i++) {
				int number = i;
				LockRepository mine = (i % 2 == 0) ? this.locks : other.locks();
				waiting.add(mine.acquireAsync("42", LONG).thenCompose((lock) -> {
					order.add(number);
					return lock.releaseAsync();
				}).toCompletableFuture());
				Awaitility.await()
					.pollInterval(Duration.ofMillis(2))
					.until(() -> server.get().commands().zcard("shop:lock-queue:{shop:lock:orders:42}") == number + 1);
			}
			assertThat(this.locks.tryAcquire("42")).isNull();
			assertThat(first.release()).isTrue();
			CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).join();
		}
		assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
		assertThat(server.get().commands().keys("*42*")).containsExactly("shop:lock-token:{shop:lock:orders:42}");
	}

	@Test
	void isWaitedForNoLongerThanIsSaid() {
		HeldLock held = acquired("42");
		assertThatExceptionOfType(LockNotAcquiredException.class)
			.isThrownBy(() -> this.locks.acquire("42", Duration.ofMillis(50)))
			.withMessageContaining("shop:lock:orders:42");
		assertThatExceptionOfType(LockNotAcquiredException.class)
			.isThrownBy(() -> this.locks.acquire("42", Duration.ZERO));
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> this.locks.acquireAsync("42", Duration.ZERO).toCompletableFuture().join())
			.withCauseInstanceOf(LockNotAcquiredException.class);
		awaitNobodyWaits();
		assertThat(held.release()).isTrue();
		assertThat(this.locks.isLocked("42")).isFalse();
	}

	@Test
	void isWaitedForInterruptibly() throws Exception {
		HeldLock held = acquired("42");
		ExecutorService thread = Executors.newSingleThreadExecutor();
		try {
			Future<?> waiting = thread.submit(() -> this.locks.acquire("42", LONG));
			Awaitility.await()
				.until(() -> server.get().commands().exists("shop:lock-queue:{shop:lock:orders:42}") == 1);
			thread.shutdownNow();
			Awaitility.await().until(waiting::isDone);
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(waiting::get)
				.withCauseInstanceOf(InterruptedException.class);
		}
		finally {
			thread.shutdownNow();
		}
		awaitNobodyWaits();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> this.locks.acquire("43", LONG));
		assertThat(Thread.interrupted()).isFalse();
		assertThat(this.locks.isLocked("43")).isFalse();
		CompletableFuture<HeldLock> cancelled = this.locks.acquireAsync("42", LONG).toCompletableFuture();
		cancelled.cancel(true);
		awaitNobodyWaits();
		assertThat(held.release()).isTrue();
		Awaitility.await().until(() -> !this.locks.isLocked("42"));
	}

	private void awaitNobodyWaits() {
		Awaitility.await().until(() -> server.get().commands().exists("shop:lock-queue:{shop:lock:orders:42}") == 0);
	}

	@Test
	void passesToWhoWaitsWhenALeaseIsOver() throws Exception {
		try (TestLocks dead = new TestLocks(server.get())) {
			HeldLock lost = Objects.requireNonNull(dead.locks().tryAcquire("42", Lease.renewed(Duration.ofSeconds(1))));
			dead.stop();
			HeldLock lock = this.locks.acquire("42", LONG);
			assertThat(lock.token()).isGreaterThan(lost.token());
			assertThat(lost.isHeld()).isFalse();
			assertThat(lock.release()).isTrue();
		}
	}

	@Test
	void asksOftenWhereItMayNotListen() throws Exception {
		server.execute("ACL", "SETUSER", "default", "resetchannels");
		try (TestLocks other = new TestLocks(server.get())) {
			HeldLock held = acquired("42");
			CompletableFuture<HeldLock> waiting = other.locks().acquireAsync("42", LONG).toCompletableFuture();
			Awaitility.await()
				.until(() -> server.get().commands().exists("shop:lock-queue:{shop:lock:orders:42}") == 1);
			assertThat(held.release()).as("who may not publish").isTrue();
			HeldLock lock = waiting.join();
			assertThat(lock.isHeld()).isTrue();
			assertThat(lock.release()).isTrue();
		}
	}

	@Test
	void writesAndDeletesValuesWhileItIsHeld() {
		HeldLock lock = acquired("42");
		assertThat(this.locks.value("42", "total")).isNull();
		lock.set("total", "1 € 😀");
		assertThat(this.locks.value("42", "total")).isEqualTo("1 € 😀");
		assertThat(this.locks.value("43", "total")).isNull();
		assertThat(server.get().commands().get("shop:lock-value:{shop:lock:orders:42}:total")).isEqualTo("1 € 😀");
		this.locks.set("42", lock.token(), "total", "2");
		assertThat(this.locks.valueAsync("42", "total").toCompletableFuture().join()).isEqualTo("2");
		lock.delete("total");
		assertThat(this.locks.value("42", "total")).isNull();
		lock.setAsync("total", "3").toCompletableFuture().join();
		lock.deleteAsync("total").toCompletableFuture().join();
		assertThat(this.locks.valueAsync("42", "total").toCompletableFuture().join()).isNull();
		lock.set("kept", "");
		lock.release();
		assertThat(this.locks.value("42", "kept")).isEmpty();
		for (long token : new long[] { lock.token(), lock.token() - 1, 0, -1, Long.MAX_VALUE }) {
			assertThatExceptionOfType(StaleTokenException.class)
				.isThrownBy(() -> this.locks.set("42", token, "kept", "late"));
			assertThatExceptionOfType(StaleTokenException.class)
				.isThrownBy(() -> this.locks.delete("42", token, "kept"));
			assertThatExceptionOfType(CompletionException.class)
				.isThrownBy(() -> this.locks.setAsync("42", token, "kept", "late").toCompletableFuture().join())
				.withCauseInstanceOf(StaleTokenException.class);
		}
		assertThat(this.locks.value("42", "kept")).isEmpty();
	}

	@Test
	void takesNamesWithBracesAndColonsForWhatTheyAre() {
		RepositoryName name = new RepositoryName("orders", "checkout");
		LockRepository group = this.process.store().repositories().create(LockRepository.class, name);
		for (LockRepository each : List.of(this.locks, group)) {
			HeldLock braces = Objects.requireNonNull(each.tryAcquire("{a}"));
			HeldLock other = Objects.requireNonNull(each.tryAcquire("}a{"));
			HeldLock percent = Objects.requireNonNull(each.tryAcquire("%7Ba%7D"));
			HeldLock colon = Objects.requireNonNull(each.tryAcquire("a:b"));
			HeldLock written = Objects.requireNonNull(each.tryAcquire("a%3Ab"));
			HeldLock plain = Objects.requireNonNull(each.tryAcquire("a"));
			colon.set("c", "colon");
			plain.set("b:c", "plain");
			written.set("c", "written");
			assertThat(each.value("a:b", "c")).isEqualTo("colon");
			assertThat(each.value("a", "b:c")).isEqualTo("plain");
			assertThat(each.value("a%3Ab", "c")).isEqualTo("written");
			assertThat(List.of(braces, other, percent, colon, written, plain)).allMatch(HeldLock::release);
		}
	}

	@Test
	void refusesWhatIsNoNameOrNoLease() {
		for (String wrong : List.of("", " ", "x".repeat(1_000_000), "half \ud83d")) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.locks.tryAcquire(wrong));
			assertThatIllegalArgumentException().isThrownBy(() -> this.locks.acquire(wrong, LONG));
			assertThatIllegalArgumentException().isThrownBy(() -> this.locks.acquireAsync(wrong, LONG));
			assertThatIllegalArgumentException().isThrownBy(() -> this.locks.isLocked(wrong));
			assertThatIllegalArgumentException().isThrownBy(() -> this.locks.set(wrong, 1, "a", "b"));
			assertThatIllegalArgumentException().isThrownBy(() -> this.locks.set("a", 1, wrong, "b"));
			assertThatIllegalArgumentException().isThrownBy(() -> this.locks.value("a", wrong));
		}
		assertThatIllegalArgumentException().isThrownBy(() -> this.locks.set("a", 1, "b", "half \ud83d"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.locks.acquire("a", Duration.ofSeconds(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> Lease.renewed(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> Lease.once(Duration.ofMillis(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> Lease.once(Duration.ofDays(31)));
	}

	@Test
	void namesWhatIsNoLockAndLeavesItAlone() {
		server.execute("RPUSH", "shop:lock:orders:list", "a");
		assertThatExceptionOfType(NotALockException.class).isThrownBy(() -> this.locks.tryAcquire("list"))
			.withMessageContaining("shop:lock:orders:list");
		assertThatExceptionOfType(NotALockException.class).isThrownBy(() -> this.locks.acquire("list", LONG));
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> this.locks.acquireAsync("list", LONG).toCompletableFuture().join())
			.withCauseInstanceOf(NotALockException.class);
		assertThatExceptionOfType(NotALockException.class).isThrownBy(() -> this.locks.set("list", 1, "a", "b"));
		assertThat(server.execute("LLEN", "shop:lock:orders:list")).isEqualTo(1L);
		server.execute("SET", "shop:lock:orders:text", "hello");
		assertThatExceptionOfType(NotALockException.class).isThrownBy(() -> this.locks.tryAcquire("text"));
		server.execute("SET", "shop:lock-token:{shop:lock:orders:token}", "hello");
		assertThatExceptionOfType(NotALockException.class).isThrownBy(() -> this.locks.tryAcquire("token"));
		HeldLock lock = acquired("42");
		server.execute("RPUSH", "shop:lock-value:{shop:lock:orders:42}:total", "a");
		assertThatExceptionOfType(NotALockException.class).isThrownBy(() -> lock.set("total", "1"))
			.withMessageContaining("shop:lock-value:{shop:lock:orders:42}:total");
		assertThatExceptionOfType(NotALockException.class).isThrownBy(() -> this.locks.value("42", "total"));
		assertThat(server.execute("GET", "shop:lock:orders:text")).isEqualTo("hello");
	}

	@Test
	void isReleasedAndRenewedOnAFullServer() {
		HeldLock lock = Objects.requireNonNull(this.locks.tryAcquire("42", Lease.renewed(Duration.ofSeconds(2))));
		server.get().fillToMaxmemory();
		assertThatExceptionOfType(StoreFullException.class).isThrownBy(() -> this.locks.tryAcquire("43"));
		assertThatExceptionOfType(StoreFullException.class).isThrownBy(() -> this.locks.acquire("42", LONG));
		assertThatExceptionOfType(StoreFullException.class).isThrownBy(() -> lock.set("total", "1"));
		try (TrafficRecorder traffic = TrafficRecorder.on(server.get())) {
			Awaitility.await()
				.pollInterval(Duration.ofMillis(20))
				.until(() -> traffic.commands().stream().anyMatch((command) -> command.name().equals("PEXPIRE")));
		}
		assertThat(lock.isHeld()).isTrue();
		assertThat(lock.release()).isTrue();
		assertThat(this.locks.isLocked("42")).isFalse();
		server.get().makeSpace();
		assertThat(acquired("42").release()).isTrue();
	}

	private HeldLock acquired(String name) {
		return Objects.requireNonNull(this.locks.tryAcquire(name));
	}

}
