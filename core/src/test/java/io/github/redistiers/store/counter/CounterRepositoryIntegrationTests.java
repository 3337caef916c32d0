package io.github.redistiers.store.counter;

import java.util.List;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.RepositoryName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@EachServerGeneration
class CounterRepositoryIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static final String KEY = "shop:counter:page-views:a";

	private TestCounters process;

	private CounterRepository counters;

	CounterRepositoryIntegrationTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		this.process = new TestCounters(server.get());
		this.counters = this.process.counters();
	}

	@AfterEach
	void stop() {
		this.process.close();
	}

	@Test
	void countsFromZero() {
		assertThat(this.counters.value("a")).isZero();
		assertThat(this.counters.increment("a")).isEqualTo(1);
		assertThat(this.counters.increment("a", 41)).isEqualTo(42);
		assertThat(this.counters.increment("a", -2)).isEqualTo(40);
		assertThat(this.counters.value("a")).isEqualTo(40);
		assertThat(this.counters.value("b")).isZero();
	}

	@Test
	void deletes() {
		this.counters.increment("a");
		assertThat(this.counters.delete("a")).isTrue();
		assertThat(this.counters.delete("a")).isFalse();
		assertThat(this.counters.value("a")).isZero();
	}

	@Test
	void keepsDigitsUnderTheDocumentedKeyWithoutExpiry() {
		this.counters.increment("a", 7);
		assertThat(server.execute("GET", KEY)).isEqualTo("7");
		assertThat(server.execute("TTL", KEY)).isEqualTo(-1L);
		this.process.repositories()
			.create(CounterRepository.class, new RepositoryName("stock", "checkout"))
			.increment("{x}", 1);
		assertThat(server.execute("GET", "shop:counter:{checkout}:stock:{x}")).isEqualTo("1");
	}

	@Test
	void isExactAtTheEdgesOfSixtyFourBits() {
		assertThat(this.counters.increment("a", Long.MAX_VALUE - 1)).isEqualTo(Long.MAX_VALUE - 1);
		assertThat(this.counters.increment("a")).isEqualTo(Long.MAX_VALUE);
		assertThat(this.counters.value("a")).isEqualTo(Long.MAX_VALUE);
		assertThat(this.counters.increment("b", Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
	}

	@Test
	void refusesToOverflowAndChangesNothing() {
		this.counters.increment("a", Long.MAX_VALUE);
		assertThatExceptionOfType(CounterOverflowException.class).isThrownBy(() -> this.counters.increment("a"))
			.withMessageContaining(KEY);
		assertThat(this.counters.value("a")).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void leavesAloneWhatIsNoCounter() {
		server.execute("SET", KEY, "text");
		assertNotACounter();
		server.execute("SET", KEY, "9223372036854775808");
		assertNotACounter();
		server.execute("DEL", KEY);
		server.execute("RPUSH", KEY, "1");
		assertNotACounter();
		assertThat(server.execute("LRANGE", KEY, "0", "-1")).isEqualTo(List.of("1"));
	}

	@Test
	void refusesABlankKey() {
		for (String key : List.of("", " ", "\n")) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.counters.increment(key));
			assertThatIllegalArgumentException().isThrownBy(() -> this.counters.value(key));
			assertThatIllegalArgumentException().isThrownBy(() -> this.counters.delete(key));
		}
		assertThat(server.execute("DBSIZE")).isEqualTo(0L);
	}

	private void assertNotACounter() {
		assertThatExceptionOfType(NotACounterException.class).isThrownBy(() -> this.counters.increment("a"));
		assertThatExceptionOfType(NotACounterException.class).isThrownBy(() -> this.counters.value("a"));
	}

}
