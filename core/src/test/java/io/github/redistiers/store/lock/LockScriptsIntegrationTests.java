package io.github.redistiers.store.lock;

import java.util.ArrayList;
import java.util.List;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.script.Script;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What {@code turn.lua}, {@code renew.lua} and {@code guarded.lua} promise in their
 * headers, on every generation of servers.
 */
@Timeout(60)
@EachServerGeneration
class LockScriptsIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static final String TIME = "redis.call('TIME')";

	private static final long HOUR = 3_600_000;

	private static final long LEASE = 30_000;

	private static final long PATIENCE = 10_000;

	private static final String[] KEYS = { "lock", "last", "queue", "waiters" };

	private static final String TURN = text("turn.lua");

	private static final String RENEW = text("renew.lua");

	private static final String GUARDED = text("guarded.lua");

	LockScriptsIntegrationTests(ServerGeneration generation) {
	}

	@Test
	void giveAFreeLockWithTheServersTimeAsItsToken() {
		long before = micros();
		long token = number(turn("try", "p/1", "0"));
		assertThat(token).isBetween(before, micros());
		assertThat(redis().get("lock")).isEqualTo(token + " p/1");
		assertThat(redis().get("last")).isEqualTo(Long.toString(token));
		assertThat(redis().pttl("lock")).isBetween(LEASE - 5000, LEASE);
		assertThat(redis().pttl("last")).isBetween(HOUR + LEASE - 5000, HOUR + LEASE);
		assertThat(turn("try", "p/2", "0")).containsExactly(0L);
		assertThat(redis().get("lock")).isEqualTo(token + " p/1");
		assertThat(redis().keys("*")).containsExactlyInAnyOrder("lock", "last");
	}

	@Test
	void letTheLeaseOfItsOwnerBeginAnew() {
		long token = number(turn("wait", "p/1", "0"));
		redis().pexpire("lock", 1000);
		redis().pexpire("last", 1000);
		assertThat(turn("wait", "p/1", "0")).containsExactly(token);
		assertThat(redis().pttl("lock")).isGreaterThan(LEASE - 5000);
		assertThat(redis().pttl("last")).isGreaterThan(HOUR);
		assertThat(turn("wait", "p/11", "0")).as("its name ends alike").hasSize(3);
	}

	@Test
	void countOnWhereTheClockWasPutBack() {
		long token = number(turn("try", "p/1", "0"));
		turn("release", "p/1", Long.toString(token));
		assertThat(turnAt(1_000_000_000_000_000L, "try", "p/2", "0")).containsExactly(token + 1);
		turn("release", "p/2", Long.toString(token + 1));
		assertThat(turnAt(1_000_000_000_000_000L, "wait", "p/3", "0")).containsExactly(token + 2);
		redis().del("lock");
		redis().set("last", "9007199254740990");
		assertThat(turn("try", "p/4", "0")).containsExactly(9007199254740991L);
		redis().del("lock");
		assertThatExceptionOfType(RedisCommandExecutionException.class).isThrownBy(() -> turn("try", "p/5", "0"))
			.withMessageContaining("this is no token");
		assertThat(redis().exists("lock")).isZero();
	}

	@Test
	void giveBackOnlyWhatIsTheOwnersWithThisToken() {
		long token = number(turn("try", "p/1", "0"));
		assertThat(turn("release", "p/2", Long.toString(token))).containsExactly(0L);
		assertThat(turn("release", "p/1", Long.toString(token - 1))).containsExactly(0L);
		assertThat(turn("release", "1", Long.toString(token))).containsExactly(0L);
		assertThat(redis().exists("lock")).isOne();
		assertThat(turn("release", "p/1", Long.toString(token))).containsExactly(1L);
		assertThat(turn("release", "p/1", Long.toString(token))).containsExactly(0L);
		assertThat(redis().keys("*")).containsExactly("last");
	}

	@Test
	void passALockToWhoHasWaitedLongest() {
		long token = number(turn("try", "a/1", "0"));
		assertThat(turn("wait", "b/1", "0")).startsWith(0L, 0L).hasSize(3);
		// at one moment
		assertThat(turnAt(micros(), "wait", "c/1", "0")).startsWith(0L, 1L);
		assertThat(turnAt(1, "wait", "a/0", "0")).startsWith(0L, 2L);
		assertThat(turn("wait", "b/1", "0")).as("asked again").startsWith(0L, 0L);
		assertThat(number(turn("wait", "c/1", "0"), 2)).isBetween(LEASE - 5000, LEASE);
		assertThat(redis().pttl("queue")).isBetween(1L, PATIENCE);
		assertThat(redis().pttl("waiters")).isBetween(1L, PATIENCE);
		turn("wait", "a/0", "0");
		for (String next : List.of("b/1", "c/1", "a/0")) {
			assertThat(turn("try", "d/1", "0")).as("nobody pushes in").containsExactly(0L);
			String holder = redis().get("lock").split(" ")[1];
			assertThat(turn("release", holder, Long.toString(token))).containsExactly(1L);
			assertThat(redis().get("lock")).endsWith(" " + next);
			long its = Long.parseLong(redis().get("lock").split(" ")[0]);
			assertThat(its).isGreaterThan(token);
			token = its;
		}
		assertThat(redis().exists("queue", "waiters")).isZero();
		assertThat(turn("release", "a/0", Long.toString(token))).containsExactly(1L);
		assertThat(redis().keys("*")).containsExactly("last");
	}

	@Test
	void tellTheNextOfTheSameProcessInTheReply() {
		long token = number(turn("try", "a/1", "0"));
		turn("wait", "a/2", "0");
		turn("wait", "b/1", "0");
		List<?> reply = turn("release", "a/1", Long.toString(token));
		long its = Long.parseLong(redis().get("lock").split(" ")[0]);
		assertThat(redis().get("lock")).isEqualTo(its + " a/2");
		assertThat(reply).isEqualTo(List.of(1L, "a/2", its));
		assertThat(turn("release", "a/2", Long.toString(its))).as("it hears it on its channel").containsExactly(1L);
		assertThat(redis().get("lock")).endsWith(" b/1");
	}

	@Test
	void passALockWhoseLeaseIsOverToWhoHasWaitedLongest() {
		turn("try", "a/1", "0");
		turn("wait", "b/1", "0");
		turn("wait", "c/1", "0");
		redis().del("lock");
		assertThat(turn("try", "d/1", "0")).containsExactly(0L);
		assertThat(redis().get("lock")).endsWith(" b/1");
		redis().del("lock");
		assertThat(turn("wait", "d/1", "0")).startsWith(0L, 0L);
		assertThat(redis().get("lock")).endsWith(" c/1");
		redis().del("lock");
		assertThat(turn("wait", "d/1", "0")).hasSize(1);
		assertThat(redis().exists("queue", "waiters")).isZero();
	}

	@Test
	void passOverWhoIsHeardOfNoMore() {
		long token = number(turn("try", "a/1", "0"));
		turn("wait", "b/1", "0");
		turn("wait", "c/1", "0");
		turn("wait", "d/1", "0");
		turn("wait", "e/1", "0");
		redis().hset("waiters", "b/1", "1000 30000");
		redis().hset("waiters", "c/1", (micros() / 1000 + HOUR) + " 30000");
		redis().hdel("waiters", "d/1");
		assertThat(turn("release", "a/1", Long.toString(token))).containsExactly(1L);
		assertThat(redis().get("lock")).endsWith(" e/1");
		redis().del("lock");
		turn("try", "a/2", "0");
		turn("wait", "b/2", "0");
		redis().hset("waiters", "b/2", "1000 30000");
		assertThat(turn("release", "a/2", redis().get("lock").split(" ")[0])).containsExactly(1L);
		assertThat(redis().keys("*")).containsExactly("last");
	}

	@Test
	void leaveTheQueueAndWhatCameMeanwhile() {
		long token = number(turn("try", "a/1", "0"));
		turn("wait", "b/1", "0");
		turn("wait", "c/1", "0");
		assertThat(turn("leave", "b/1", "0")).containsExactly(0L);
		assertThat(redis().zrange("queue", 0, -1)).containsExactly("c/1");
		turn("release", "a/1", Long.toString(token));
		String kept = redis().get("lock").split(" ")[0];
		assertThat(turn("leave", "c/1", kept)).as("kept").containsExactly(0L);
		assertThat(redis().get("lock")).isEqualTo(kept + " c/1");
		turn("wait", "d/1", "0");
		assertThat(turn("leave", "c/1", "0")).containsExactly(1L);
		assertThat(redis().get("lock")).endsWith(" d/1");
		assertThat(turn("leave", "d/1", "0")).containsExactly(1L);
		assertThat(redis().keys("*")).containsExactly("last");
	}

	@Test
	void leaveForeignKeysAlone() {
		redis().rpush("lock", "a");
		assertForeign("WRONGTYPE", "try", "wait", "release", "leave");
		redis().set("lock", "hello");
		assertForeign("this is no lock", "try", "wait");
		assertThat(turn("release", "p/1", "7")).containsExactly(0L);
		assertThat(turn("leave", "p/1", "0")).containsExactly(0L);
		redis().del("lock");
		redis().rpush("last", "a");
		assertForeign("WRONGTYPE", "try", "wait");
		for (String text : List.of("", "x", "-1", "1.5", "1e3", "0x10")) {
			redis().set("last", text);
			assertForeign("this is no token", "try", "wait");
		}
		redis().del("last");
		redis().set("queue", "a");
		assertForeign("WRONGTYPE", "try", "wait");
		redis().del("queue");
		redis().set("waiters", "a");
		redis().set("lock", "7 a/1");
		assertForeign("WRONGTYPE", "wait");
	}

	private void assertForeign(String message, String... what) {
		List<List<Byte>> before = dump();
		for (String operation : what) {
			assertThatExceptionOfType(RedisCommandExecutionException.class).as(operation)
				.isThrownBy(() -> turn(operation, "p/1", "0"))
				.withMessageContaining(message);
		}
		assertThat(dump()).isEqualTo(before);
	}

	private static List<List<Byte>> dump() {
		List<List<Byte>> dump = new ArrayList<>();
		for (String key : KEYS) {
			List<Byte> bytes = new ArrayList<>();
			byte[] value = redis().dump(key);
			for (int i = 0; value != null && i < value.length; i++) {
				bytes.add(value[i]);
			}
			dump.add(bytes);
		}
		return dump;
	}

	@Test
	void letHoldersReleaseAndRenewOnAFullServer() {
		long token = number(turn("try", "a/1", "0"));
		turn("wait", "b/1", "0");
		server.get().fillToMaxmemory();
		assertThatExceptionOfType(RedisCommandExecutionException.class).isThrownBy(() -> turn("wait", "c/1", "0"))
			.withMessageContaining("OOM");
		redis().pexpire("lock", 1000);
		assertThat(renew(token + " a/1", LEASE)).containsExactly(1L);
		assertThat(redis().pttl("lock")).isGreaterThan(LEASE - 5000);
		assertThat(turn("release", "a/1", Long.toString(token))).containsExactly(1L);
		assertThat(redis().exists("lock")).isZero();
		assertThat(redis().zrange("queue", 0, -1)).containsExactly("b/1");
		assertThatExceptionOfType(RedisCommandExecutionException.class).isThrownBy(() -> turn("wait", "b/1", "0"))
			.withMessageContaining("OOM");
		assertThat(turn("leave", "b/1", "0")).containsExactly(0L);
		assertThat(redis().exists("lock", "queue", "waiters")).isZero();
		assertThatExceptionOfType(RedisCommandExecutionException.class).isThrownBy(() -> turn("try", "c/1", "0"))
			.withMessageContaining("OOM");
		server.get().makeSpace();
		assertThat(number(turn("try", "c/1", "0"))).isGreaterThan(token);
	}

	@Test
	void renewWhatIsHeldAlone() {
		String held = number(turn("try", "a/1", "0")) + " a/1";
		redis().pexpire("last", 1000);
		assertThat(renew(held, 60_000)).containsExactly(1L);
		assertThat(redis().pttl("lock")).isBetween(55_000L, 60_000L);
		assertThat(redis().pttl("last")).isGreaterThan(HOUR);
		assertThat(renew("1" + held, 90_000)).containsExactly(0L);
		assertThat(redis().pttl("lock")).isLessThanOrEqualTo(60_000L);
		redis().rpush("list", "a");
		String[] several = { "absent", "x", "lock", "last", "list", "y" };
		List<Long> renewed = redis().eval(RENEW, ScriptOutputType.MULTI, several, "1000", held, "5000", held, "5000",
				held, "5000");
		assertThat(renewed).containsExactly(0L, 1L, 0L);
		assertThat(redis().pttl("list")).isEqualTo(-1);
		assertThat(redis().pttl("lock")).isLessThanOrEqualTo(5000);
	}

	@Test
	void writeUnderTheTokenThatHoldsTheLock() {
		long token = number(turn("try", "a/1", "0"));
		String text = Long.toString(token);
		assertThat(guarded(text, "one")).isEqualTo(1);
		assertThat(redis().get("value")).isEqualTo("one");
		for (String wrong : List.of(Long.toString(token - 1), Long.toString(token + 1), "0", "-1", text.substring(1),
				text + "0")) {
			assertThat(guarded(wrong, "two")).as(wrong).isZero();
			assertThat(guarded(wrong)).as(wrong).isZero();
		}
		assertThat(redis().get("value")).isEqualTo("one");
		assertThat(guarded(text)).isEqualTo(1);
		assertThat(redis().exists("value")).isZero();
		assertThat(guarded(text)).as("nothing there").isEqualTo(1);
		redis().rpush("value", "a");
		assertThatExceptionOfType(RedisCommandExecutionException.class).isThrownBy(() -> guarded(text, "two"))
			.withMessageContaining("WRONGTYPE");
		assertThatExceptionOfType(RedisCommandExecutionException.class).isThrownBy(() -> guarded(text))
			.withMessageContaining("WRONGTYPE");
		assertThat(redis().llen("value")).isOne();
		redis().del("value", "lock");
		assertThat(guarded(text, "late")).isZero();
		redis().set("lock", "x", SetArgs.Builder.px(LEASE));
		assertThat(guarded("x", "late")).isZero();
		assertThat(redis().exists("value")).isZero();
	}

	private static long guarded(String... arguments) {
		Long reply = redis().eval(GUARDED, ScriptOutputType.INTEGER, new String[] { "lock", "value" }, arguments);
		return reply;
	}

	private static List<Long> renew(String held, long lease) {
		return redis().eval(RENEW, ScriptOutputType.MULTI, new String[] { "lock", "last" }, Long.toString(HOUR), held,
				Long.toString(lease));
	}

	private static List<Long> turn(String what, String owner, String token) {
		return run(TURN, what, owner, token);
	}

	private static List<Long> turnAt(long micros, String what, String owner, String token) {
		assertThat(TURN).containsOnlyOnce(TIME);
		return run(TURN.replace(TIME, "{'%d', '%d'}".formatted(micros / 1_000_000, micros % 1_000_000)), what, owner,
				token);
	}

	private static List<Long> run(String script, String what, String owner, String token) {
		return redis().eval(script, ScriptOutputType.MULTI, KEYS, what, owner, token, Long.toString(LEASE),
				Long.toString(HOUR), Long.toString(PATIENCE), "turn:");
	}

	private static long number(List<Long> reply) {
		return number(reply, 0);
	}

	private static long number(List<Long> reply, int index) {
		return reply.get(index);
	}

	private static long micros() {
		List<String> time = redis().time();
		return Long.parseLong(time.get(0)) * 1_000_000 + Long.parseLong(time.get(1));
	}

	private static RedisCommands<String, String> redis() {
		return server.get().commands();
	}

	private static String text(String file) {
		return Script.of(RedisLocks.class, file, ScriptOutputType.MULTI).text();
	}

}
