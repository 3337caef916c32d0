package io.github.redistiers.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

import io.github.redistiers.codec.JsonCodecs;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.store.counter.CounterChange;
import io.github.redistiers.store.counter.CounterRepository;
import io.github.redistiers.store.counter.CounterStructure;
import io.github.redistiers.store.counter.CounterWindow;
import io.github.redistiers.store.lock.HeldLock;
import io.github.redistiers.store.lock.LockRepository;
import io.github.redistiers.store.lock.LockStructure;
import io.github.redistiers.store.queue.Job;
import io.github.redistiers.store.queue.JobHandler;
import io.github.redistiers.store.queue.JobListenerContainer;
import io.github.redistiers.store.queue.JobListenerSettings;
import io.github.redistiers.store.queue.JobObserver;
import io.github.redistiers.store.queue.JobOptions;
import io.github.redistiers.store.queue.QueueRepository;
import io.github.redistiers.store.queue.QueueSettings;
import io.github.redistiers.store.queue.QueueStatus;
import io.github.redistiers.store.queue.QueueStructure;
import io.github.redistiers.store.ratelimit.RateLimit;
import io.github.redistiers.store.ratelimit.RateLimitRepository;
import io.github.redistiers.store.ratelimit.RateLimitResult;
import io.github.redistiers.store.ratelimit.RateLimitStructure;
import io.github.redistiers.store.reservation.ReservationOutcome;
import io.github.redistiers.store.reservation.ReservationRepository;
import io.github.redistiers.store.reservation.ReservationStructure;
import io.github.redistiers.store.reservation.Stock;
import io.github.redistiers.store.session.SessionLayout;
import io.github.redistiers.store.session.SessionSettings;
import io.github.redistiers.store.session.SessionStructure;
import io.github.redistiers.store.session.StoreSession;
import io.github.redistiers.store.session.StoreSessionRepository;
import io.github.redistiers.store.workflow.StateRepository;
import io.github.redistiers.store.workflow.Transitions;
import io.github.redistiers.store.workflow.WorkflowStructure;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose clock is an hour wrong, as seen from the server: here it is the
 * server whose clock is moved.
 */
@Tag("machine")
@Timeout(60)
@EachServerGeneration
class WrongClockFaultTests {

	private static final String SOURCE = """
			#include <stdlib.h>
			#include <sys/syscall.h>
			#include <sys/time.h>
			#include <time.h>
			#include <unistd.h>

			static long shift(void) {
				const char *seconds = getenv("SHIFT");
				return seconds ? atol(seconds) : 0;
			}

			int gettimeofday(struct timeval *restrict now, void *restrict zone) {
				int result = syscall(SYS_gettimeofday, now, zone);
				if (now) now->tv_sec += shift();
				return result;
			}

			int clock_gettime(clockid_t clock, struct timespec *now) {
				int result = syscall(SYS_clock_gettime, clock, now);
				if (clock == CLOCK_REALTIME) now->tv_sec += shift();
				return result;
			}

			time_t time(time_t *seconds) {
				struct timespec now;
				clock_gettime(CLOCK_REALTIME, &now);
				if (seconds) *seconds = now.tv_sec;
				return now.tv_sec;
			}
			""";

	private static final long HOUR = 3600;

	@TempDir
	Path folder = Path.of("");

	private final ServerGeneration generation;

	WrongClockFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@ParameterizedTest
	@ValueSource(longs = { HOUR, -HOUR })
	void isNotAsked(long shift) throws Exception {
		try (RedisServer server = RedisServer.builder()
			.generation(this.generation)
			.preset(ServerPreset.STORE)
			.environment("LD_PRELOAD", movedClock().toString())
			.environment("SHIFT", String.valueOf(shift))
			.start();
				TestStore store = TestStore.on(server, new CounterStructure(), new RateLimitStructure(),
						new WorkflowStructure(), new ReservationStructure(), new LockStructure(), queues(),
						sessions())) {
			assertThat(time(server) - Instant.now().getEpochSecond()).isBetween(shift - 60, shift + 60);
			assertWindowsAreTheServers(server, store.repositories().create(CounterRepository.class, "visits"));
			assertLocksAreTheServers(server, store.repositories().create(LockRepository.class, "orders"));
			assertLimitsAreTheServers(server, store.repositories().create(RateLimitRepository.class, "logins"));
			assertHoldsAreTheServers(server, store.repositories().create(ReservationRepository.class, "stock"));
			assertHistoriesAreTheServers(server, store.repositories().create(Doors.class, "doors"));
			assertLeasesAreTheServers(server, store.repositories().create(Errands.class, "errands"));
			assertSessionsAreTheServers(server, store.repositories().create(StoreSessionRepository.class, "http"));
		}
	}

	private static void assertWindowsAreTheServers(RedisServer server, CounterRepository counters) {
		long before = time(server) / HOUR;
		assertThat(counters.increment("a", 1, CounterWindow.perHour())).isEqualTo(1);
		long after = time(server) / HOUR;
		String key = "shop:counter-window:visits:3600:a";
		assertThat(server.commands().hkeys(key)).singleElement()
			.satisfies((window) -> assertThat(Long.parseLong(window)).isBetween(before, after));
		assertThat(server.commands().ttl(key)).isBetween(23 * HOUR - 60, 24 * HOUR);
		assertThat(counters.values("a", CounterWindow.perHour())).hasSize(24).startsWith((before == after) ? 1L : 0L);
		counters.change(CounterChange.of("a", 1).once("operation", Duration.ofHours(2)));
		List<String> marks = server.commands().keys("shop:counter-operation:*");
		assertThat(marks).hasSize(1);
		assertThat(server.commands().ttl(marks.get(0))).isBetween(2 * HOUR - 60, 2 * HOUR);
	}

	private static void assertLimitsAreTheServers(RedisServer server, RateLimitRepository limits) {
		RateLimit limit = RateLimit.perHour(2);
		assertThat(limits.tryAcquire("ann", limit).remaining()).isEqualTo(1);
		assertThat(limits.tryAcquire("ann", limit).remaining()).isZero();
		RateLimitResult denied = limits.tryAcquire("ann", limit);
		assertThat(denied.allowed()).isFalse();
		assertThat(denied.retryAfter()).isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));
		assertThat(denied.resetAfter()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
		long untouched = Long.parseLong(server.commands().get("shop:limit:logins:ann")) / 1_000_000;
		assertThat(untouched - time(server)).isBetween(HOUR - 60, HOUR);
		assertThat(server.commands().ttl("shop:limit:logins:ann")).isBetween(HOUR - 60, HOUR);
	}

	private static void assertHoldsAreTheServers(RedisServer server, ReservationRepository stock) {
		stock.restock("a", 2, "delivery");
		long before = time(server);
		ReservationOutcome held = stock.reserve("a", 2, "order", Duration.ofMinutes(30));
		assertThat(held.expiresAt()).isBetween(Instant.ofEpochSecond(before + HOUR / 2),
				Instant.ofEpochSecond(time(server) + HOUR / 2 + 1));
		assertThat(stock.reserve("a", 1, "another", Duration.ofMinutes(30)).isReserved()).isFalse();
		stock.confirm("a", "order");
		assertThat(stock.stock("a")).isEqualTo(new Stock(0, 0, 2));
	}

	private static void assertHistoriesAreTheServers(RedisServer server, Doors doors) {
		long before = time(server);
		doors.start("front", "build");
		assertThat(doors.history("front")).singleElement()
			.satisfies((change) -> assertThat(change.at().getEpochSecond()).isBetween(before, time(server)));
	}

	private static void assertLocksAreTheServers(RedisServer server, LockRepository locks) {
		long before = time(server);
		HeldLock lock = Objects.requireNonNull(locks.tryAcquire("a"));
		assertThat(lock.token() / 1_000_000).isBetween(before, time(server));
		assertThat(lock.isHeld()).isTrue();
		assertThat(server.commands().pttl("shop:lock:orders:a")).isBetween(20_000L, 30_000L);
		lock.set("total", "1");
		assertThat(lock.release()).isTrue();
	}

	@Test
	void growsTheTokensOfLocksWhereItIsPutBack() throws Exception {
		Path clock = movedClock();
		Path data = Files.createDirectory(this.folder.resolve("data"));
		long last = 0;
		for (long shift : List.of(HOUR, 0L, -HOUR)) {
			try (RedisServer server = RedisServer.builder()
				.generation(this.generation)
				.preset(ServerPreset.STORE)
				.setting("appendfsync", "always")
				.dataDirectory(data)
				.keepData()
				.environment("LD_PRELOAD", clock.toString())
				.environment("SHIFT", String.valueOf(shift))
				.start(); TestStore store = TestStore.on(server, new LockStructure())) {
				HeldLock lock = Objects
					.requireNonNull(store.repositories().create(LockRepository.class, "orders").tryAcquire("a"));
				assertThat(lock.token()).as("%d s", shift).isGreaterThan(last);
				last = lock.token();
				assertThat(lock.release()).isTrue();
			}
		}
	}

	private static QueueStructure queues() {
		return new QueueStructure(QueueSettings.defaults(),
				new JsonCodecs(List.of(), WrongClockFaultTests.class.getClassLoader()), JobObserver.NONE);
	}

	private static void assertLeasesAreTheServers(RedisServer server, Errands errands) throws Exception {
		long before = time(server);
		errands.enqueue("later", JobOptions.defaults().delay(Duration.ofMinutes(30)));
		errands.enqueue("now");
		assertThat(errands.status().oldest()).isLessThan(Duration.ofMinutes(1));
		Job<String> job = errands.take(2, Duration.ofMinutes(30)).get(0);
		assertThat(job.payload()).isEqualTo("now");
		assertThat(job.enqueuedAt().getEpochSecond()).isBetween(before, time(server));
		assertThat(job.isLeased()).isTrue();
		assertThat(errands.take(1, Duration.ofMinutes(30))).as("one is leased, one not due").isEmpty();
		assertThat(job.extendLease(Duration.ofHours(1))).isTrue();
		assertThat(errands.status()).isEqualTo(new QueueStatus(0, 1, 1, 0, null, false));
		assertThat(errands.find(job.id()).orElseThrow().moment()).isBetween(Instant.ofEpochSecond(before + HOUR),
				Instant.ofEpochSecond(time(server) + HOUR + 1));
		assertThat(errands.acknowledge(job)).isTrue();
		CountDownLatch handled = new CountDownLatch(1);
		try (JobListenerContainer listener = errands.listen(JobListenerSettings.defaults(),
				JobHandler.ofSingle((own) -> {
					assertThat(own.isLeased()).isTrue();
					handled.countDown();
				}))) {
			errands.enqueue("soon", JobOptions.defaults().delay(Duration.ofMillis(200)));
			handled.await();
		}
		assertThat(errands.status()).as("its end was heard").isEqualTo(new QueueStatus(0, 1, 0, 0, null, false));
	}

	private static SessionStructure sessions() {
		return new SessionStructure(SessionSettings.defaults(SessionLayout.TIERS), List.of(), null, (event) -> {
		});
	}

	private static void assertSessionsAreTheServers(RedisServer server, StoreSessionRepository sessions) {
		StoreSession session = sessions.createSession();
		session.setAttribute("a", "x");
		sessions.save(session);
		String key = server.commands().keys("shop:session:*").get(0);
		server.commands().pexpire(key, Duration.ofMinutes(10).toMillis());
		StoreSession found = Objects.requireNonNull(sessions.findById(session.getId()));
		found.setLastAccessedTime(Instant.now());
		sessions.save(found);
		found = Objects.requireNonNull(sessions.findById(session.getId()));
		assertThat(found.isExpired()).isFalse();
		assertThat(found.getLastAccessedTime().getEpochSecond() - time(server)).isBetween(-60L, 60L);
		assertThat(server.commands().ttl(key)).isBetween(36 * 60L, 37 * 60L);
		assertThat(sessions.sweep()).isZero();
		server.commands().pexpire(key, Duration.ofMinutes(5).toMillis());
		assertThat(sessions.findById(session.getId())).isNull();
	}

	private static long time(RedisServer server) {
		return Long.parseLong(server.commands().time().get(0));
	}

	private Path movedClock() throws IOException, InterruptedException {
		Path source = Files.writeString(this.folder.resolve("clock.c"), SOURCE);
		Path library = this.folder.resolve("clock.so");
		Process compiler = new ProcessBuilder("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
			.redirectErrorStream(true)
			.start();
		String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(compiler.waitFor()).as(output).isZero();
		return library;
	}

	enum Door {

		CLOSED

	}

	interface Errands extends QueueRepository<String> {

	}

	@Transitions(initial = "CLOSED", value = "CLOSED -> CLOSED")
	interface Doors extends StateRepository<Door> {

	}

}
