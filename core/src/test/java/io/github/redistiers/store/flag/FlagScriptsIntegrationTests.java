package io.github.redistiers.store.flag;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.script.Script;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What each script replies and leaves behind.
 */
@EachServerGeneration
class FlagScriptsIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static final String KEY = TestFlags.KEY;

	private RedisClient client;

	private StatefulRedisConnection<String, String> connection;

	FlagScriptsIntegrationTests(ServerGeneration generation) {
	}

	@BeforeEach
	void connect() {
		this.client = RedisClient.create(server.address());
		this.connection = this.client.connect();
	}

	@AfterEach
	void close() {
		this.client.shutdown();
	}

	@Test
	void setMarksTheFirstFlagAndKeepsTheMark() {
		assertThat(run("set.lua", "", "first", "a", "1")).isEqualTo(1);
		assertThat(run("set.lua", "first", "second", "b", "2")).isEqualTo(1);
		assertThat(run("set.lua", "", "third", "a", "3")).isEqualTo(1);
		assertThat(this.connection.sync().hgetall(KEY)).containsOnlyKeys(":id", "a", "b")
			.containsEntry(":id", "first")
			.containsEntry("a", "3");
	}

	@Test
	void setMarksWhatAnOperatorHasWritten() {
		server.execute("HSET", KEY, "a", "1");
		assertThat(run("set.lua", "", "mark", "b", "2")).isEqualTo(1);
		assertThat(this.connection.sync().hgetall(KEY)).containsEntry(":id", "mark").containsEntry("a", "1");
	}

	@Test
	void setAndDeleteChangeNoOtherFlagsThanTheirCallers() {
		assertThat(run("set.lua", "mine", "fresh", "a", "1")).isEqualTo(-1);
		assertThat(run("delete.lua", "mine", "fresh", "a")).isEqualTo(-1);
		assertThat(server.execute("EXISTS", KEY)).isEqualTo(0L);
		server.execute("HSET", KEY, ":id", "others", "a", "2");
		assertThat(run("set.lua", "mine", "fresh", "a", "1")).isEqualTo(-1);
		assertThat(run("delete.lua", "mine", "fresh", "a")).isEqualTo(-1);
		assertThat(server.execute("HGET", KEY, "a")).isEqualTo("2");
	}

	@Test
	void deleteLeavesTheMark() {
		run("set.lua", "", "mark", "a", "1");
		assertThat(run("delete.lua", "mark", "fresh", "b")).isEqualTo(0);
		assertThat(run("delete.lua", "mark", "fresh", "a")).isEqualTo(1);
		assertThat(run("delete.lua", "mark", "fresh", "a")).isEqualTo(0);
		assertThat(this.connection.sync().hgetall(KEY)).hasSize(1).containsEntry(":id", "mark");
	}

	@Test
	void deleteLeavesAMarkWhereAnOperatorHasWrittenTheOnlyFlag() {
		server.execute("HSET", KEY, "a", "1");
		assertThat(run("delete.lua", "", "fresh", "a")).isEqualTo(1);
		assertThat(this.connection.sync().hgetall(KEY)).hasSize(1).containsEntry(":id", "fresh");
	}

	@Test
	void deleteWorksOnAFullServerAndSetSaysThatItIsFull() {
		server.execute("HSET", KEY, "a", "1");
		server.get().fillToMaxmemory();
		assertThatExceptionOfType(RedisCommandExecutionException.class)
			.isThrownBy(() -> run("set.lua", "", "fresh", "b", "1"))
			.withMessageContaining("OOM");
		assertThatExceptionOfType(RedisCommandExecutionException.class)
			.isThrownBy(() -> run("restore.lua", "mine", "fresh", "b", "1"))
			.withMessageContaining("OOM");
		assertThat(run("delete.lua", "", "fresh", "a")).isEqualTo(1);
		server.get().makeSpace();
		assertThat(server.execute("HGET", KEY, "a")).isNull();
		assertThat(server.execute("HGET", KEY, "b")).isNull();
	}

	@Test
	void restoreWritesWhatIsMissingAndNothingElse() {
		server.execute("HSET", KEY, ":id", "others", "a", "newer");
		assertThat(run("restore.lua", "mine", "fresh", "a", "1", "b", "2")).isEqualTo(1);
		assertThat(this.connection.sync().hgetall(KEY)).hasSize(3)
			.containsEntry(":id", "mine")
			.containsEntry("a", "newer")
			.containsEntry("b", "2");
		assertThat(run("restore.lua", "mine", "fresh", "a", "1", "b", "2")).isEqualTo(0);
	}

	@Test
	void restoreMarksOnlyWhatItHasWritten() {
		assertThat(run("restore.lua", "", "fresh")).isEqualTo(0);
		assertThat(server.execute("EXISTS", KEY)).isEqualTo(0L);
		assertThat(run("restore.lua", "", "fresh", "a", "1")).isEqualTo(1);
		assertThat(server.execute("HGET", KEY, ":id")).isEqualTo("fresh");
	}

	@Test
	void restoreWritesMoreThanLuaPassesAtOnce() {
		int many = 12_000;
		String[] arguments = Stream
			.concat(Stream.of("mine", "fresh"),
					IntStream.range(0, many).boxed().flatMap((number) -> Stream.of("flag-" + number, "on")))
			.toArray(String[]::new);
		assertThat(run("restore.lua", arguments)).isEqualTo(many);
		assertThat(server.execute("HLEN", KEY)).isEqualTo(many + 1L);
	}

	@Test
	void leaveAloneWhatIsNoHash() {
		server.execute("SET", KEY, "text");
		for (String script : new String[] { "set.lua", "delete.lua", "restore.lua" }) {
			assertThatExceptionOfType(RedisCommandExecutionException.class)
				.isThrownBy(() -> run(script, "", "fresh", "a", "1"))
				.withMessageContaining("WRONGTYPE");
		}
		assertThat(server.execute("GET", KEY)).isEqualTo("text");
	}

	private long run(String script, String... arguments) {
		return this.connection.sync()
			.eval(Script.of(FlagStructure.class, script, ScriptOutputType.INTEGER).text(), ScriptOutputType.INTEGER,
					new String[] { KEY }, arguments);
	}

}
