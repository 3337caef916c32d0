package io.github.redistiers.store.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.script.Script;
import io.lettuce.core.ScriptOutputType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What each script says that it does.
 */
@EachServerGeneration
class SessionScriptsIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	SessionScriptsIntegrationTests(ServerGeneration generation) {
	}

	@Test
	void savesWhereTheSessionIs() {
		assertThat(run("save.lua", 2, "{s}", "{s}o", "old", "1000", "", "0", "f", "v")).isEqualTo(0L);
		assertThat(run("save.lua", 2, "{s}", "{s}o", "move", "1000", "", "0", "f", "v")).isEqualTo(0L);
		assertThat(server.execute("DBSIZE")).isEqualTo(0L);
		assertThat(run("save.lua", 2, "{s}", "{s}o", "new", "100000", "a", "0", "f", "v")).isEqualTo(1L);
		assertThat(server.execute("HGET", "{s}", "f")).isEqualTo("v");
		assertThat(Long.parseLong((String) server.execute("HGET", "{s}", "a"))).isGreaterThan(1_700_000_000_000L);
		assertThat((Long) server.execute("PTTL", "{s}")).isBetween(90_000L, 100_000L);
		assertThat(run("save.lua", 2, "{s}", "{s}o", "old", "0", "", "1", "f", "g", "w")).isEqualTo(1L);
		assertThat(server.execute("HMGET", "{s}", "f", "g")).isEqualTo(Arrays.asList(null, "w"));
		assertThat(run("save.lua", 2, "{s}o", "{s}", "old", "0", "", "0", "f", "v")).isEqualTo(2L);
		assertThat(run("save.lua", 2, "{s}", "{s}o", "move", "0", "", "0", "f", "v")).isEqualTo(2L);
		assertThat(run("save.lua", 2, "{s}o", "{s}", "move", "-1", "", "0", "f", "v")).isEqualTo(1L);
		assertThat(server.execute("EXISTS", "{s}")).isEqualTo(0L);
		assertThat(server.execute("PTTL", "{s}o")).isEqualTo(-1L);
	}

	@Test
	void saveRefusesWhatGrowsOnAFullServerAndTakesATouch() {
		run("save.lua", 2, "{s}", "{s}o", "new", "100000", "a", "0", "f", "v");
		server.execute("CONFIG", "SET", "maxmemory", "1");
		for (String mode : List.of("new", "old")) {
			assertThatException()
				.isThrownBy(() -> run("save.lua", 2, "{s}", "{s}o", mode, "1000", "a", "1", "f", "g", "w"))
				.withMessageContaining("OOM");
		}
		assertThatException().isThrownBy(() -> run("save.lua", 2, "{s}o", "{s}", "move", "1000", "a", "0", "g", "w"))
			.withMessageContaining("OOM");
		assertThat(server.execute("HGET", "{s}", "f")).isEqualTo("v");
		assertThat(run("save.lua", 2, "{s}", "{s}o", "old", "900000", "a", "0")).isEqualTo(1L);
		assertThat((Long) server.execute("PTTL", "{s}")).isGreaterThan(800_000L);
		assertThat(run("save.lua", 2, "{s}", "{s}o", "old", "0", "", "1", "f")).isEqualTo(1L);
		server.execute("CONFIG", "SET", "maxmemory", "0");
	}

	@Test
	void saveChangesNothingOfAnotherType() {
		server.execute("SET", "{s}", "text");
		assertThatException().isThrownBy(() -> run("save.lua", 2, "{s}", "{s}o", "old", "1000", "a", "0", "f", "v"))
			.withMessageContaining("WRONGTYPE");
		assertThat(server.execute("GET", "{s}")).isEqualTo("text");
		assertThat(server.execute("PTTL", "{s}")).isEqualTo(-1L);
	}

	@Test
	void findsAndDeletesInEitherLayout() {
		assertThat(run("find.lua", 2, "{s}", "{s}o")).isEqualTo(List.of(0L));
		assertThat(run("delete.lua", 2, "{s}", "{s}o")).isEqualTo(List.of(0L));
		server.execute("HSET", "{s}o", "f", "v");
		assertThat(run("find.lua", 2, "{s}", "{s}o")).isEqualTo(List.of(2L, -1L, List.of("f", "v")));
		server.execute("HSET", "{s}", "f", "w");
		assertThat(run("find.lua", 2, "{s}", "{s}o")).isEqualTo(List.of(1L, -1L, List.of("f", "w")));
		server.execute("CONFIG", "SET", "maxmemory", "1");
		assertThat(run("delete.lua", 2, "{s}", "{s}o")).isEqualTo(List.of(1L, List.of("f", "w")));
		server.execute("CONFIG", "SET", "maxmemory", "0");
		assertThat(server.execute("DBSIZE")).isEqualTo(0L);
		server.execute("SET", "{s}o", "text");
		assertThat(run("find.lua", 2, "{s}", "{s}o")).isEqualTo(List.of(-1L));
		assertThat(run("delete.lua", 2, "{s}", "{s}o")).isEqualTo(List.of(0L));
		assertThat(server.execute("GET", "{s}o")).isEqualTo("text");
	}

	@Test
	void expiresForOneCallerAlone() {
		assertThat(run("expire.lua", 1, "s", "1000")).isEqualTo(List.of(0L));
		server.execute("HSET", "s", "f", "v");
		assertThat(run("expire.lua", 1, "s", "1000")).isEqualTo(List.of(1L, -1L));
		server.execute("PEXPIRE", "s", "100000");
		assertThat((Long) ((List<?>) run("expire.lua", 1, "s", "1000")).get(1)).isBetween(90_000L, 99_000L);
		assertThat(run("expire.lua", 1, "s", "100000")).isEqualTo(List.of(2L, List.of("f", "v")));
		assertThat(run("expire.lua", 1, "s", "100000")).isEqualTo(List.of(0L));
	}

	@Test
	void indexesByTheTimeOfTheEnd() {
		run("index.lua", 1, "z", "a", "-1000", "0");
		assertThat(server.execute("ZSCORE", "z", "a")).isEqualTo("inf");
		server.execute("DEL", "z");
		run("index.lua", 1, "z", "a", "100000", "1");
		run("index.lua", 1, "z", "b", "200000", "1");
		assertThat((Long) server.execute("PTTL", "z")).isBetween(190_000L, 200_000L);
		server.execute("ZADD", "z", "1", "old");
		assertThat(run("due.lua", 1, "z", "10")).isEqualTo(List.of("old"));
		run("index.lua", 1, "z", "a", "300000", "1");
		assertThat(server.execute("ZRANGE", "z", "0", "-1")).isEqualTo(List.of("b", "a"));
		server.execute("CONFIG", "SET", "maxmemory", "1");
		assertThatException().isThrownBy(() -> run("index.lua", 1, "z", "c", "100000", "1"))
			.withMessageContaining("OOM");
		run("index.lua", 1, "z", "a", "100000", "0");
		server.execute("CONFIG", "SET", "maxmemory", "0");
		assertThat(server.execute("ZRANGE", "z", "0", "-1")).isEqualTo(List.of("a", "b"));
		run("index.lua", 1, "z", "b", "-1", "1");
		assertThat(server.execute("PTTL", "z")).isEqualTo(-1L);
	}

	@Test
	void givesTheTurnToOneAtATime() {
		assertThat(run("lease.lua", 1, "t", "one", "100000")).isEqualTo(1L);
		assertThat(run("lease.lua", 1, "t", "other", "100000")).isEqualTo(0L);
		assertThat(run("lease.lua", 1, "t", "one", "900000")).isEqualTo(1L);
		assertThat((Long) server.execute("PTTL", "t")).isGreaterThan(800_000L);
	}

	private static Object run(String file, int keys, String... rest) {
		List<String> command = new ArrayList<>(List.of("EVAL",
				Script.of(SessionCommands.class, file, ScriptOutputType.MULTI).text(), String.valueOf(keys)));
		command.addAll(List.of(rest));
		return Objects.requireNonNull(server.execute(command.toArray(String[]::new)));
	}

}
