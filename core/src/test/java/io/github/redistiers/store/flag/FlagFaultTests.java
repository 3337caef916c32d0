package io.github.redistiers.store.flag;

import java.time.Duration;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.StoreFailure;
import io.github.redistiers.store.StoreFullException;
import io.github.redistiers.store.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DataAccessException;

import static io.github.redistiers.store.flag.TestFlags.KEY;
import static io.github.redistiers.store.flag.TestFlags.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Flags keep their values while their server is away, and none is at its default because
 * of that.
 */
@EachServerGeneration
@Timeout(120)
class FlagFaultTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	FlagFaultTests(ServerGeneration generation) {
	}

	@Test
	void haveNoValuesAfterAStartWithoutTheServerAndGetThemWhenItComes() {
		server.execute("CONFIG", "SET", "appendfsync", "always");
		server.execute("HSET", KEY, "page-size", "50");
		server.get().kill();
		try (TestFlags process = new TestFlags(
				TestStore.on(server.host(), server.port(), Duration.ofSeconds(1), new FlagStructure()))) {
			Features features = process.features();
			for (int i = 0; i < 3; i++) {
				assertNotRead(features, Features.PAGE_SIZE);
				assertNotRead(features, Features.NEW_CHECKOUT);
			}
			assertThat(features.valueAsync(Features.PAGE_SIZE).toCompletableFuture()).isCompletedExceptionally();
			assertThat(features.status().read()).isFalse();
			server.get().restart();
			await(() -> features.status().read(), true);
			assertThat(features.value(Features.PAGE_SIZE)).isEqualTo(50);
			assertThat(features.isOn(Features.NEW_CHECKOUT)).isFalse();
		}
	}

	private static void assertNotRead(Features features, Flag<?> flag) {
		assertThatExceptionOfType(FlagsNotReadException.class).isThrownBy(() -> features.value(flag))
			.withMessageContaining("The flags under " + KEY + " were not read")
			.satisfies((ex) -> assertThat(StoreFailure.of(ex)).isNotNull());
	}

	@Test
	void keepTheirValuesWhileTheServerIsGoneAndSeeChangesAfterwards() {
		server.execute("CONFIG", "SET", "appendfsync", "always");
		try (TestFlags process = new TestFlags(server.get())) {
			Features features = process.pushed();
			features.set(Features.PAGE_SIZE, 50L);
			server.get().kill();
			await(() -> features.status().pushed(), false);
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(features::refresh);
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> features.set(Features.PAGE_SIZE, 60L));
			assertThat(features.status().current()).isFalse();
			assertThat(features.value(Features.PAGE_SIZE)).isEqualTo(50);
			assertThat(features.value(Features.BANNER)).as("read first now").isEqualTo("Welcome");
			server.get().restart();
			server.execute("HSET", KEY, "page-size", "70");
			await(() -> features.value(Features.PAGE_SIZE), 70L);
			await(() -> features.status().pushed(), true);
			server.execute("HSET", KEY, "page-size", "80");
			await(() -> features.value(Features.PAGE_SIZE), 80L);
		}
	}

	@Test
	void seeWhatChangedWhileTheNetworkWasAway() {
		try (FaultProxy proxy = FaultProxy.to(server.get());
				TestFlags process = new TestFlags(
						TestStore.on(proxy.host(), proxy.port(), Duration.ofMillis(500), new FlagStructure()))) {
			Features features = process.pushed();
			features.set(Features.PAGE_SIZE, 50L);
			proxy.refuseConnections();
			proxy.cut();
			await(() -> features.status().pushed(), false);
			server.execute("HSET", KEY, "page-size", "70");
			assertThat(features.value(Features.PAGE_SIZE)).isEqualTo(50);
			proxy.pass();
			await(() -> features.value(Features.PAGE_SIZE), 70L);
		}
	}

	@Test
	void sayThatTheServerIsFullAndKeepTheirValues() {
		try (TestFlags process = new TestFlags(server.get())) {
			Features features = process.pushed();
			features.set(Features.PAGE_SIZE, 50L);
			features.set(Features.BANNER, "x");
			server.get().fillToMaxmemory();
			assertThatExceptionOfType(StoreFullException.class).isThrownBy(() -> features.set(Features.PAGE_SIZE, 60L));
			assertThat(features.value(Features.PAGE_SIZE)).isEqualTo(50);
			assertThat(features.delete(Features.BANNER)).isTrue();
			assertThat(features.value(Features.BANNER)).isEqualTo("Welcome");
			server.get().makeSpace();
			features.set(Features.PAGE_SIZE, 60L);
			assertThat(features.value(Features.PAGE_SIZE)).isEqualTo(60);
		}
	}

}
