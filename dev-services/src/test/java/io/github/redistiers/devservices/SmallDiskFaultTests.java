package io.github.redistiers.devservices;

import java.nio.file.Files;

import io.lettuce.core.RedisException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@Tag("machine")
@Timeout(120)
class SmallDiskFaultTests {

	@Test
	void isFullUntilItIsFreed() {
		SmallDisk disk = SmallDisk.mount(8);
		try (disk;
				RedisServer store = RedisServer.builder()
					.preset(ServerPreset.STORE)
					.dataDirectory(disk.path())
					.start()) {
			store.execute("SET", "before", "1");
			disk.fill();
			await().untilAsserted(() -> assertThatExceptionOfType(RedisException.class)
				.isThrownBy(() -> store.execute("SET", "a", "x".repeat(10_000)))
				.withMessageStartingWith("MISCONF")
				.withMessageContaining("No space left on device"));
			disk.free();
			await().ignoreExceptions().until(() -> "OK".equals(store.execute("SET", "after", "1")));
			store.restart();
			assertThat(store.execute("MGET", "before", "after")).asInstanceOf(InstanceOfAssertFactories.LIST)
				.containsExactly("1", "1");
		}
		assertThat(Files.exists(disk.path())).isFalse();
	}

}
