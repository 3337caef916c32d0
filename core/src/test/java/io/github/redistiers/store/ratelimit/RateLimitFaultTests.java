package io.github.redistiers.store.ratelimit;

import java.time.Duration;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.Applied;
import io.github.redistiers.store.OutcomeUnknownException;
import io.github.redistiers.store.StoreFailure;
import io.github.redistiers.store.StoreFullException;
import io.github.redistiers.store.StoreReadOnlyException;
import io.github.redistiers.store.TestStore;
import io.github.redistiers.store.ratelimit.OnStoreFailure.Answer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What each limiter answers while its store is killed, hangs or refuses.
 */
@Timeout(120)
@EachServerGeneration
class RateLimitFaultTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static final RateLimit TWO = RateLimit.perDay(2);

	private TestStore store;

	private RateLimitRepository plain;

	private RateLimitRepository allowing;

	private RateLimitRepository denying;

	private RateLimitRepository local;

	RateLimitFaultTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		this.store = TestStore.on(server.get().host(), server.get().port(), Duration.ofMillis(500),
				new RateLimitStructure());
		this.plain = this.store.repositories().create(RateLimitRepository.class, "plain");
		this.allowing = this.store.repositories().create(Allowing.class, "allowing");
		this.denying = this.store.repositories().create(Denying.class, "denying");
		this.local = this.store.repositories().create(Local.class, "local");
		assertThat(this.plain.tryAcquire("a", TWO).allowed()).isTrue();
	}

	@AfterEach
	void stop() {
		this.store.close();
	}

	@Test
	void answerAsDeclaredWhileTheServerIsGone() {
		server.get().kill();
		assertAnswers();
		server.get().restart();
		assertStoreAnswersAgain();
	}

	@Test
	void answerAsDeclaredWhileTheServerHangs() {
		server.get().pause();
		try {
			assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> this.plain.tryAcquire("a", TWO))
				.satisfies((ex) -> assertThat(ex.applied()).isEqualTo(Applied.UNKNOWN));
			assertAnswers();
		}
		finally {
			server.get().resume();
		}
		assertStoreAnswersAgain();
	}

	@Test
	void areNamedByAFullServerThatStillLooksAndDenies() {
		assertThat(this.plain.tryAcquire("a", TWO).allowed()).isTrue();
		server.get().fillToMaxmemory();
		assertThatExceptionOfType(StoreFullException.class).isThrownBy(() -> this.plain.tryAcquire("b", TWO))
			.satisfies((ex) -> assertThat(ex.applied()).isEqualTo(Applied.NO));
		assertThat(server.execute("EXISTS", "shop:limit:plain:b")).isEqualTo(0L);
		assertThat(this.plain.tryAcquire("a", TWO).allowed()).isFalse();
		assertThat(this.plain.peek("b", TWO).remaining()).isEqualTo(2);
		assertThat(this.plain.reset("a")).isTrue();
		assertAnswers();
		server.get().makeSpace();
		assertStoreAnswersAgain();
	}

	@Test
	void areNamedByAServerThatIsReadOnly() {
		server.get().makeReadOnly();
		try {
			assertThatExceptionOfType(StoreReadOnlyException.class).isThrownBy(() -> this.plain.tryAcquire("b", TWO))
				.satisfies((ex) -> assertThat(ex.applied()).isEqualTo(Applied.NO));
		}
		finally {
			server.get().makePrimary();
		}
		assertStoreAnswersAgain();
	}

	private void assertAnswers() {
		assertThat(catchThrowable(() -> this.plain.tryAcquire("b", TWO))).isInstanceOf(DataAccessException.class)
			.satisfies((failure) -> assertThat(StoreFailure.of(failure)).isNotNull());
		assertThat(this.plain.tryAcquireAsync("b", TWO).toCompletableFuture()).failsWithin(Duration.ofSeconds(30))
			.withThrowableThat()
			.withCauseInstanceOf(DataAccessException.class);
		for (int i = 0; i < 2; i++) {
			assertThat(this.allowing.tryAcquire("b", TWO)).satisfies((result) -> {
				assertThat(result.allowed()).isTrue();
				assertThat(result.fromStore()).isFalse();
			});
			assertThat(this.denying.tryAcquire("b", TWO)).satisfies((result) -> {
				assertThat(result.allowed()).isFalse();
				assertThat(result.retryAfter()).isPositive();
				assertThat(result.fromStore()).isFalse();
			});
		}
		assertThat(this.allowing.tryAcquireAsync("b", TWO).toCompletableFuture().join().allowed()).isTrue();
		assertThat(this.denying.tryAcquireAsync("b", TWO).toCompletableFuture().join().allowed()).isFalse();
		assertThat(this.local.tryAcquire("b", TWO).remaining()).isEqualTo(1);
		assertThat(this.local.tryAcquireAsync("b", TWO).toCompletableFuture().join().allowed()).isTrue();
		assertThat(this.local.tryAcquire("b", TWO).allowed()).isFalse();
	}

	private void assertStoreAnswersAgain() {
		for (RateLimitRepository limiter : new RateLimitRepository[] { this.plain, this.allowing, this.denying,
				this.local }) {
			Awaitility.await()
				.ignoreExceptions()
				.untilAsserted(() -> assertThat(limiter.peek("c", TWO).fromStore()).isTrue());
		}
		// a breaker that has just closed may open again on what was under way before
		Awaitility.await().until(() -> !this.allowing.tryAcquire("c", TWO).allowed());
		Awaitility.await().until(() -> this.denying.tryAcquire("c", TWO).allowed());
	}

	@Test
	void alwaysThrowWhenTheyAreReset() {
		server.get().kill();
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.allowing.reset("a"));
		server.get().restart();
	}

	@Test
	void keepWhatWasTakenOverARestart() {
		RedisServer current = server.get();
		assertThat(this.plain.tryAcquire("a", TWO).allowed()).isTrue();
		Awaitility.await()
			.until(() -> String.valueOf(current.execute("INFO", "persistence")).contains("aof_pending_bio_fsync:0"));
		current.kill();
		current.restart();
		Awaitility.await()
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(this.plain.tryAcquire("a", TWO).allowed()).isFalse());
	}

	@OnStoreFailure(Answer.ALLOW)
	interface Allowing extends RateLimitRepository {

	}

	@OnStoreFailure(Answer.DENY)
	interface Denying extends RateLimitRepository {

	}

	@OnStoreFailure(Answer.LOCAL)
	interface Local extends RateLimitRepository {

	}

}
