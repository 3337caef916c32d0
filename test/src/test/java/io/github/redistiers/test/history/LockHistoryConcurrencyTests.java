package io.github.redistiers.test.history;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.DurabilitySettings;
import io.github.redistiers.store.StoreBreakers;
import io.github.redistiers.store.StoreExceptionTranslation;
import io.github.redistiers.store.StoreRepositories;
import io.github.redistiers.store.StoreRetrySettings;
import io.github.redistiers.store.lock.HeldLock;
import io.github.redistiers.store.lock.Lease;
import io.github.redistiers.store.lock.LockNotAcquiredException;
import io.github.redistiers.store.lock.LockRepository;
import io.github.redistiers.store.lock.LockStructure;
import io.github.redistiers.store.lock.StaleTokenException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether locks, their tokens and the values they guard are linearizable, also where
 * leases end.
 */
@Timeout(120)
@EachServerGeneration
class LockHistoryConcurrencyTests {

	private static final int THREADS = 12;

	private static final int ROUNDS = Integer.getInteger("redis-tiers.test.history-rounds", 60);

	private static final List<String> NAMES = List.of("a", "b");

	private static final HistoryChecker<State, Call, Long> CHECKER = new HistoryChecker<>(new State(0, 0, 0),
			LockHistoryConcurrencyTests::after);

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private final History<Call, Long> history = new History<>();

	LockHistoryConcurrencyTests(ServerGeneration generation) {
	}

	@Test
	void areLinearizable() throws Exception {
		inThreads(Lease.once(Duration.ofHours(1)));
		assertLinearizable();
	}

	@Test
	void areLinearizableWhereLeasesEnd() throws Exception {
		inThreads(Lease.once(Duration.ofMillis(100)));
		assertLinearizable();
	}

	@Test
	void areRefusedByTheCheckerWhereTheyAreNot() {
		happened(new Call("a", Kind.ACQUIRE, 0, 0), 7, 0);
		happened(new Call("a", Kind.SET, 7, 1), 1, 10);
		happened(new Call("a", Kind.RELEASE, 7, 0), 1, 20);
		assertLinearizable();
		happened(new Call("a", Kind.SET, 7, 2), 1, 30);
		assertThat(CHECKER.complaint(this.history.observations())).as("a stale write that was accepted").isPresent();
		assertRefused("two holders", new Call("a", Kind.ACQUIRE, 0, 0), 7, new Call("a", Kind.ACQUIRE, 0, 0), 8);
		assertRefused("an old token", new Call("a", Kind.ACQUIRE, 0, 0), 7, new Call("a", Kind.RELEASE, 7, 0), 1,
				new Call("a", Kind.ACQUIRE, 0, 0), 7);
		assertRefused("another's release", new Call("a", Kind.ACQUIRE, 0, 0), 7, new Call("a", Kind.RELEASE, 6, 0), 1);
		assertRefused("a refusal of a free lock", new Call("a", Kind.ACQUIRE, 0, 0), 7,
				new Call("a", Kind.RELEASE, 7, 0), 1, new Call("a", Kind.ACQUIRE, 0, 0), 0);
		assertRefused("a lost write", new Call("a", Kind.ACQUIRE, 0, 0), 7, new Call("a", Kind.SET, 7, 5), 1,
				new Call("a", Kind.GET, 0, 0), 0);
	}

	private void assertRefused(String description, Object... callsAndAnswers) {
		History<Call, Long> wrong = new History<>();
		for (int i = 0; i < callsAndAnswers.length; i += 2) {
			wrong.happened((Call) callsAndAnswers[i], ((Integer) callsAndAnswers[i + 1]).longValue(), 10L * i,
					10L * i + 5);
		}
		assertThat(CHECKER.complaint(wrong.observations())).as(description).isPresent();
	}

	private void happened(Call call, long answer, long invoked) {
		this.history.happened(call, answer, invoked, invoked + 5);
	}

	private void assertLinearizable() {
		for (String name : NAMES) {
			List<Observation<Call, Long>> calls = this.history.observations((call) -> call.name().equals(name));
			assertThat(CHECKER.complaint(calls)).isEmpty();
		}
	}

	/**
	 * What each call does to a lock, where one is made after the other.
	 */
	private static Collection<State> after(State state, Call call, @Nullable Long answer) {
		return switch (call.kind()) {
			case ACQUIRE -> (answer == null) ? Set.of() : (answer == 0) ? only(state.holder() != 0, state)
					: only(state.holder() == 0 && answer > state.last(), new State(answer, answer, state.value()));
			case RELEASE ->
				answered(answer, state.holder() == call.token(), state, new State(0, state.last(), state.value()));
			case SET -> answered(answer, state.holder() == call.token(), state,
					new State(state.holder(), state.last(), call.value()));
			case GET -> only(answer == null || answer == state.value(), state);
			case END -> only(state.holder() == call.token(), new State(0, state.last(), state.value()));
		};
	}

	private static Collection<State> answered(@Nullable Long answer, boolean isHolder, State before, State after) {
		return only(answer == null || answer == (isHolder ? 1 : 0), isHolder ? after : before);
	}

	private static Collection<State> only(boolean isPossible, State state) {
		return isPossible ? Set.of(state) : Set.of();
	}

	private void inThreads(Lease lease) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try (Store one = new Store(); Store other = new Store()) {
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				Caller caller = new Caller(((i % 2 == 0) ? one : other).locks(), lease, i);
				running.add(threads.submit(() -> {
					for (int round = 0; round < ROUNDS; round++) {
						caller.call();
					}
					return null;
				}));
			}
			for (Future<?> thread : running) {
				thread.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	/**
	 * One thread that does what it likes with locks that are, or were, its own.
	 */
	private final class Caller {

		private final Deque<HeldLock> acquired = new ArrayDeque<>();

		private final LockRepository locks;

		private final Lease lease;

		private final Random random;

		private long value;

		Caller(LockRepository locks, Lease lease, int number) {
			this.locks = locks;
			this.lease = lease;
			this.random = new Random(number);
			this.value = 1_000_000L * number;
		}

		void call() throws InterruptedException {
			String name = NAMES.get(this.random.nextInt(NAMES.size()));
			switch (this.random.nextInt(3)) {
				case 0 -> acquire(name);
				case 1 -> LockHistoryConcurrencyTests.this.history.record(new Call(name, Kind.GET, 0, 0),
						() -> Long.parseLong(Objects.requireNonNullElse(this.locks.value(name, "value"), "0")));
				default -> use();
			}
		}

		private void acquire(String name) throws InterruptedException {
			long invoked = System.nanoTime();
			HeldLock lock = this.random.nextBoolean() ? this.locks.tryAcquire(name, this.lease) : waitFor(name);
			// one that is refused may be because others wait for a lock that is free
			if (lock == null) {
				return;
			}
			Call call = new Call(name, Kind.ACQUIRE, 0, 0);
			LockHistoryConcurrencyTests.this.history.happened(call, lock.token(), invoked, System.nanoTime());
			if (this.lease.length().compareTo(Duration.ofMinutes(1)) < 0) {
				LockHistoryConcurrencyTests.this.history.mayHappen(new Call(name, Kind.END, lock.token(), 0),
						invoked + this.lease.length().toNanos());
			}
			this.acquired.add(lock);
			use();
		}

		private @Nullable HeldLock waitFor(String name) throws InterruptedException {
			try {
				return this.locks.acquire(name, Duration.ofMillis(this.random.nextInt(1, 100)), this.lease);
			}
			catch (LockNotAcquiredException ex) {
				return null;
			}
		}

		/**
		 * Releases most of them, some twice, and writes before and after.
		 */
		private void use() {
			HeldLock lock = this.acquired.peekFirst();
			if (lock == null) {
				return;
			}
			long written = ++this.value;
			LockHistoryConcurrencyTests.this.history.record(new Call(lock.name(), Kind.SET, lock.token(), written),
					() -> set(lock, written));
			LockHistoryConcurrencyTests.this.history.record(new Call(lock.name(), Kind.RELEASE, lock.token(), 0),
					() -> lock.release() ? 1L : 0L);
			if (this.random.nextBoolean()) {
				this.acquired.removeFirst();
			}
		}

		private static long set(HeldLock lock, long value) {
			try {
				lock.set("value", Long.toString(value));
				return 1;
			}
			catch (StaleTokenException ex) {
				return 0;
			}
		}

	}

	private enum Kind {

		ACQUIRE, RELEASE, SET, GET, END

	}

	private record Call(String name, Kind kind, long token, long value) {

	}

	/**
	 * A lock.
	 *
	 * @param holder its holder's token, 0 if it is free
	 * @param last the last token
	 * @param value what it guards
	 */
	private record State(long holder, long last, long value) {

	}

	/**
	 * A process.
	 */
	private static final class Store implements AutoCloseable {

		private final TierConnectionFactory factory;

		private final StoreRepositories repositories;

		Store() {
			StoreBreakers breakers = new StoreBreakers(null, null);
			this.factory = new TierConnectionFactory(TierSettings
				.builder("store", TierRole.STORE, new RedisStandaloneConfiguration(server.host(), server.port()))
				.failureTranslation(new StoreExceptionTranslation())
				.sharedCommands(breakers)
				.build());
			this.factory.afterPropertiesSet();
			this.factory.start();
			this.repositories = new StoreRepositories(this.factory, "shop:", breakers, StoreRetrySettings.defaults(),
					DurabilitySettings.defaults(), List.of(new LockStructure()));
		}

		LockRepository locks() {
			return this.repositories.create(LockRepository.class, "history");
		}

		@Override
		public void close() {
			this.repositories.close();
			this.factory.destroy();
		}

	}

}
