package io.github.redistiers.guard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.lettuce.core.RedisCommandExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@code identity.lua} by itself.
 */
@EachServerGeneration
class IdentityScriptIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension store = RedisServerExtension.store();

	private static final String SCRIPT = ScriptText.load("identity.lua");

	private static final String MARKER = "app:identity:{0}";

	@Test
	void writesAMarkerWhereThereIsNone() {
		long now = now();
		List<?> reply = run("one", "0", "0");
		assertThat(reply.get(0)).isEqualTo("one");
		assertThat((Long) reply.get(1)).isBetween(now, now + 60);
		assertThat(reply.get(2)).isEqualTo(reply.get(1));
		assertThat(reply.get(3)).isEqualTo(reply.get(1));
		assertThat(reply.get(4)).isEqualTo(0L);
		assertThat(String.valueOf(store.execute("GET", MARKER))).contains("\"id\":\"one\"",
				"\"since\":" + reply.get(1));
	}

	@Test
	void keepsTheMarkerThatIsThere() {
		run("one", "0", "0");
		assertThat(run("other", "0", "0").get(0)).isEqualTo("one");
		assertThat(run("other", "1", "0").get(0)).isEqualTo("one");
	}

	@Test
	void writesNothingWhereOneIsExpected() {
		assertThat(execute("one", "1", "0")).isEqualTo("");
		assertThat(store.execute("EXISTS", MARKER)).isEqualTo(0L);
	}

	@Test
	void notesThatItWasLookedAtAndTellsWhenBefore() {
		long before = now() - 3600;
		write("one", before, false);
		assertThat(run("other", "1", String.valueOf(before)).get(2)).isEqualTo(before);
		assertThat((Long) run("other", "1", String.valueOf(before)).get(2)).isGreaterThan(before);
		assertThat(run("other", "1", "0").get(1)).isEqualTo(before);
	}

	@Test
	void leavesAloneWhatIsOlderThanWhatWasSeen() {
		long before = now() - 3600;
		write("one", before, false);
		run("other", "1", String.valueOf(before + 60));
		assertThat(run("other", "1", String.valueOf(before + 60)).get(2)).isEqualTo(before);
	}

	@Test
	void writesANewMarkerInPlaceOfAnAcceptedLoss() {
		store.execute("SET", MARKER, "accepted");
		List<?> reply = run("new", "1", "99999999999");
		assertThat(reply.get(0)).isEqualTo("new");
		assertThat(reply.get(4)).isEqualTo(1L);
		assertThat(run("another", "1", "0").get(4)).isEqualTo(1L);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "hello", "1", "null", "[]", "{}", "{\"id\":1,\"since\":1,\"seen\":1}",
			"{\"id\":\"a\",\"since\":\"1\",\"seen\":1}", "{\"id\":\"a\",\"since\":1}" })
	void refusesWhatIsNoMarker(String content) {
		store.execute("SET", MARKER, content);
		assertThatExceptionOfType(RedisCommandExecutionException.class).isThrownBy(() -> run("one", "0", "0"))
			.withMessageContaining("holds something else");
		assertThat(store.execute("GET", MARKER)).isEqualTo(content);
	}

	@Test
	void refusesAKeyOfAnotherType() {
		store.execute("HSET", MARKER, "a", "1");
		assertThatExceptionOfType(RedisCommandExecutionException.class).isThrownBy(() -> run("one", "0", "0"))
			.withMessageContaining("WRONGTYPE");
	}

	@Test
	void readsOnAFullServerAndWritesNoNewMarkerThere() {
		long before = now() - 3600;
		write("one", before, false);
		store.get().fillToMaxmemory();
		assertThat(run("other", "1", "0").get(2)).isEqualTo(before);
		assertThat(run("other", "1", "0").get(2)).isEqualTo(before);
		store.execute("DEL", MARKER);
		store.get().fillToMaxmemory();
		assertThatExceptionOfType(RedisCommandExecutionException.class).isThrownBy(() -> run("one", "0", "0"))
			.withMessageContaining("OOM");
		assertThat(store.execute("EXISTS", MARKER)).isEqualTo(0L);
	}

	private static void write(String id, long time, boolean accepted) {
		store.execute("SET", MARKER,
				"{\"id\":\"%s\",\"since\":%d,\"seen\":%d,\"accepted\":%s}".formatted(id, time, time, accepted));
	}

	private static long now() {
		List<?> time = (List<?>) Objects.requireNonNull(store.execute("TIME"));
		return Long.parseLong(String.valueOf(time.get(0)));
	}

	private static List<?> run(String... arguments) {
		return (List<?>) Objects.requireNonNull(execute(arguments));
	}

	private static @Nullable Object execute(String... arguments) {
		List<String> command = new ArrayList<>(List.of("EVAL", SCRIPT, "1", MARKER));
		command.addAll(Arrays.asList(arguments));
		return store.execute(command.toArray(String[]::new));
	}

}
