package io.github.redistiers.store.script;

import java.time.Duration;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.Applied;
import io.github.redistiers.store.OutcomeUnknownException;
import io.github.redistiers.store.StoreFailure;
import io.github.redistiers.store.StoreFullException;
import io.github.redistiers.store.StoreReadOnlyException;
import io.github.redistiers.store.StoreUnavailableException;
import io.github.redistiers.store.TestStore;
import io.github.redistiers.store.script.OwnScripts.Plain;
import io.github.redistiers.store.script.OwnScripts.Wrong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * An application's own scripts on a store that fails.
 */
@Timeout(120)
@EachServerGeneration
class ScriptFailureFaultTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private FaultProxy proxy;

	private TestStore store;

	ScriptFailureFaultTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		this.proxy = FaultProxy.to(server.get());
		this.store = TestStore.on(this.proxy.host(), this.proxy.port(), Duration.ofSeconds(2), new ScriptStructure());
	}

	@AfterEach
	void stop() {
		this.store.close();
		this.proxy.close();
	}

	@Test
	void areNamedButPerhapsApplied() {
		Plain plain = plain();
		RedisServer redis = server.get();
		redis.fillToMaxmemory();
		assertFailure(() -> plain.increment("a", 1), StoreFullException.class, Applied.UNKNOWN);
		assertFailure(() -> plain.catchError("a"), StoreFullException.class, Applied.UNKNOWN);
		redis.makeSpace();
		redis.makeReadOnly();
		assertFailure(() -> plain.increment("a", 1), StoreReadOnlyException.class, Applied.UNKNOWN);
		redis.makePrimary();
		Awaitility.await().ignoreExceptions().untilAsserted(() -> assertThat(plain.increment("a", 1)).isEqualTo(1));
	}

	@Test
	void areNotBegunOnAReplicaThatHasLostItsPrimary() {
		Plain plain = plain();
		server.execute("CONFIG", "SET", "replica-serve-stale-data", "no");
		server.get().makeReadOnly();
		assertFailure(() -> plain.increment("a", 1), StoreUnavailableException.class, Applied.NO);
		server.get().makePrimary();
		assertThat(plain.increment("a", 1)).isEqualTo(1);
	}

	@Test
	void sayThatAnAnswerIsMissing() {
		Plain plain = plain();
		assertThat(plain.increment("a", 1)).isEqualTo(1);
		this.proxy.dropNextReply();
		assertFailure(() -> plain.increment("a", 1), OutcomeUnknownException.class, Applied.UNKNOWN);
		Awaitility.await().ignoreExceptions().untilAsserted(() -> assertThat(plain.increment("a", 0)).isEqualTo(2));
	}

	@Test
	void sayThatNothingWasSentToAServerThatIsGone() {
		Plain plain = plain();
		server.get().kill();
		Awaitility.await()
			.until(() -> catchThrowable(() -> plain.increment("a", 0)) instanceof StoreUnavailableException);
		assertFailure(() -> plain.increment("a", 1), StoreUnavailableException.class, Applied.NO);
	}

	@Test
	void runAgainAfterARestart() {
		Plain plain = plain();
		assertThat(plain.increment("a", 1)).isEqualTo(1);
		server.get().stop();
		server.get().restart();
		Awaitility.await().ignoreExceptions().untilAsserted(() -> assertThat(plain.increment("b", 0)).isZero());
		assertThat(plain.increment("a", 1)).isEqualTo(2);
	}

	@Test
	void areCompiledLaterIfTheServerIsNotThere() {
		server.get().stop();
		Wrong wrong = this.store.repositories().create(Wrong.class);
		Plain plain = plain();
		Awaitility.await()
			.until(() -> catchThrowable(() -> plain.increment("a", 0)) instanceof StoreUnavailableException);
		server.get().restart();
		Awaitility.await().ignoreExceptions().untilAsserted(() -> assertThat(plain.increment("a", 0)).isZero());
		assertThatExceptionOfType(ScriptFailedException.class).isThrownBy(wrong::syntax)
			.withMessageContaining("syntax.lua (line 3) does not compile; nothing was changed")
			.satisfies((ex) -> assertThat(ex.applied()).isEqualTo(Applied.NO));
	}

	@Test
	void areSentWholeWhereLoadingThemIsNotPermitted() {
		server.execute("ACL", "SETUSER", "default", "-script");
		try {
			assertThat(plain().increment("a", 1)).isEqualTo(1);
		}
		finally {
			server.execute("ACL", "SETUSER", "default", "+script");
		}
	}

	private Plain plain() {
		return this.store.repositories().create(Plain.class);
	}

	private static void assertFailure(Runnable call, Class<?> name, Applied applied) {
		Throwable failure = catchThrowable(call::run);
		StoreFailure named = StoreFailure.of(failure);
		assertThat(named).as(String.valueOf(failure)).isInstanceOf(name);
		assertThat((named != null) ? named.applied() : null).as(String.valueOf(failure)).isEqualTo(applied);
	}

}
