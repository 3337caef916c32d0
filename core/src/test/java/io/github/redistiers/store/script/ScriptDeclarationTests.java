package io.github.redistiers.store.script;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.redistiers.breaker.CircuitBreakerSettings;
import io.github.redistiers.store.InvalidDeclarationException;
import io.github.redistiers.store.DurabilitySettings;
import io.github.redistiers.store.StoreBreakers;
import io.github.redistiers.store.StoreRepositories;
import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.StoreRetrySettings;
import io.github.redistiers.store.counter.CounterRepository;
import io.github.redistiers.store.counter.CounterStructure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * What is wrong with a declaration is said without a server.
 */
class ScriptDeclarationTests {

	private final StoreRepositories repositories = new StoreRepositories(gone(), "shop:",
			new StoreBreakers(CircuitBreakerSettings.defaults(), null), StoreRetrySettings.defaults(),
			DurabilitySettings.defaults(), List.of(new ScriptStructure(), new CounterStructure()));

	@ParameterizedTest
	@ValueSource(classes = { OwnScripts.Plain.class, OwnScripts.Accounts.class, OwnScripts.Echo.class,
			OwnScripts.Answers.class, OwnScripts.Views.class, OwnScripts.Wrong.class })
	void needsNoServer(Class<?> type) {
		assertThat(this.repositories.create(type)).isNotNull();
	}

	@ParameterizedTest
	@MethodSource("wrong")
	void refusesWhatCannotWork(Class<?> type, String problem, String remedy) {
		assertThatExceptionOfType(InvalidDeclarationException.class).isThrownBy(() -> this.repositories.create(type))
			.satisfies((ex) -> {
				assertThat(ex.problem()).contains(problem).endsWith(".");
				assertThat(ex.remedy()).contains(remedy).endsWith(".");
			});
	}

	static List<Arguments> wrong() {
		return List.of(
				argumentSet("no file", NoFile.class, "runs absent.lua, which is not on the class path",
						"resources of package io.github.redistiers.store.script"),
				argumentSet("several keys", SeveralKeys.class, "SeveralKeys.transfer() passes several keys",
						"group = \"several\""),
				argumentSet("many keys", ManyKeys.class, "ManyKeys.echo() passes several keys", "taggedKeys = true"),
				argumentSet("too few keys", TooFewKeys.class, "transfer.lua uses KEYS[2], but", "as many parameters"),
				argumentSet("too few arguments", TooFewArguments.class, "transfer.lua uses ARGV[1], but",
						"as many parameters"),
				argumentSet("a map", MapParameter.class, "Parameter 1 of", "Use a text"),
				argumentSet("a duration", DurationParameter.class, "Parameter 2 of", "Use a text"),
				argumentSet("a key of bytes", BytesKey.class, "as a key", "not for keys"),
				argumentSet("a set", SetReply.class, "returns java.util.Set<java.lang.String>", "Return void"),
				argumentSet("a raw list", RawReply.class, "returns java.util.List", "Return void"),
				argumentSet("a body", Body.class, "Body.one() has a body and a script", "Remove the body"),
				argumentSet("a structure's method", Known.class, "which CounterRepository implements already",
						"another name"),
				argumentSet("no script", NoScript.class, "which ScriptRepository does not know", "@LuaScript"));
	}

	@Test
	void doesNotTakeCommentsForCode() {
		assertThat(this.repositories.create(Commented.class)).isNotNull();
	}

	private static RedisConnectionFactory gone() {
		return (RedisConnectionFactory) Proxy.newProxyInstance(ScriptDeclarationTests.class.getClassLoader(),
				new Class<?>[] { RedisConnectionFactory.class }, (proxy, method, arguments) -> {
					throw new RedisConnectionFailureException("gone");
				});
	}

	@StoreRepository("none")
	interface NoFile extends ScriptRepository {

		@LuaScript("absent.lua")
		void run();

	}

	@StoreRepository("several")
	interface SeveralKeys extends ScriptRepository {

		@LuaScript("transfer.lua")
		boolean transfer(@Key String from, @Key String to, int amount);

	}

	@StoreRepository("many")
	interface ManyKeys extends ScriptRepository {

		@LuaScript("echo.lua")
		List<String> echo(@Key List<String> keys);

	}

	@StoreRepository("few-keys")
	interface TooFewKeys extends ScriptRepository {

		@LuaScript("transfer.lua")
		boolean transfer(@Key String from, String to, int amount);

	}

	@StoreRepository(value = "few-arguments", group = "g")
	interface TooFewArguments extends ScriptRepository {

		@LuaScript("transfer.lua")
		boolean transfer(@Key String from, @Key String to);

	}

	@StoreRepository("map")
	interface MapParameter extends ScriptRepository {

		@LuaScript("echo.lua")
		List<String> echo(Map<String, String> map);

	}

	@StoreRepository("duration")
	interface DurationParameter extends ScriptRepository {

		@LuaScript("echo.lua")
		List<String> echo(String text, Duration duration);

	}

	@StoreRepository("bytes")
	interface BytesKey extends ScriptRepository {

		@LuaScript("echo.lua")
		List<String> echo(@Key byte[] key);

	}

	@StoreRepository("set")
	interface SetReply extends ScriptRepository {

		@LuaScript("echo.lua")
		Set<String> echo();

	}

	@StoreRepository("raw")
	@SuppressWarnings("rawtypes")
	interface RawReply extends ScriptRepository {

		@LuaScript("echo.lua")
		List echo();

	}

	@StoreRepository("body")
	interface Body extends ScriptRepository {

		@LuaScript("echo.lua")
		default int one() {
			return 1;
		}

	}

	@StoreRepository("known")
	interface Known extends CounterRepository {

		@Override
		@LuaScript("echo.lua")
		long increment(String key, long amount);

	}

	@StoreRepository("no-script")
	interface NoScript extends ScriptRepository {

		List<String> echo();

	}

	@StoreRepository("commented")
	interface Commented extends ScriptRepository {

		@LuaScript("commented.lua")
		void run();

	}

}
