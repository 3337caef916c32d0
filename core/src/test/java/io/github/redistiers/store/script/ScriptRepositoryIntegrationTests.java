package io.github.redistiers.store.script;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.Applied;
import io.github.redistiers.store.InvalidDeclarationException;
import io.github.redistiers.store.TestStore;
import io.github.redistiers.store.counter.CounterStructure;
import io.github.redistiers.store.script.OwnScripts.Accounts;
import io.github.redistiers.store.script.OwnScripts.Answers;
import io.github.redistiers.store.script.OwnScripts.Echo;
import io.github.redistiers.store.script.OwnScripts.Plain;
import io.github.redistiers.store.script.OwnScripts.Views;
import io.github.redistiers.store.script.OwnScripts.Wrong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@EachServerGeneration
class ScriptRepositoryIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private TestStore store;

	ScriptRepositoryIntegrationTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		this.store = TestStore.on(server.get(), new ScriptStructure(), new CounterStructure());
	}

	@AfterEach
	void stop() {
		this.store.close();
	}

	@Test
	void runsAScriptUnderTheDocumentedKey() {
		Plain plain = create(Plain.class);
		assertThat(plain.increment("a", 41)).isEqualTo(41);
		assertThat(plain.twice("a")).isEqualTo(42 + 43);
		assertThat(server.execute("GET", "shop:script:plain:a")).isEqualTo("43");
		assertThat(server.execute("DBSIZE")).isEqualTo(1L);
	}

	@Test
	void runsAScriptOfSeveralKeysInAGroup() {
		Accounts accounts = create(Accounts.class);
		accounts.pay("a", 10);
		assertThat(accounts.transfer("a", "{b}", 11)).isFalse();
		assertThat(accounts.transfer("a", "{b}", 7)).isTrue();
		assertThat(server.execute("GET", "shop:script:{bank}:accounts:a")).isEqualTo("3");
		assertThat(server.execute("GET", "shop:script:{bank}:accounts:{b}")).isEqualTo("7");
	}

	@Test
	void isOneStepForManyCallers() {
		Accounts accounts = create(Accounts.class);
		accounts.pay("a", 50);
		long moved = IntStream.range(0, 200).parallel().filter((call) -> accounts.transfer("a", "b", 1)).count();
		assertThat(moved).isEqualTo(50);
		assertThat(server.execute("GET", "shop:script:{bank}:accounts:a")).isEqualTo("0");
		assertThat(server.execute("GET", "shop:script:{bank}:accounts:b")).isEqualTo("50");
	}

	@Test
	void runsAScriptBesideAStructuresMethods() {
		Views views = create(Views.class);
		assertThat(views.increment("a", 5)).isEqualTo(5);
		assertThat(views.best("a", 1)).as("a key of its own").isEqualTo(1);
		assertThat(server.execute("GET", "shop:script:views:a")).isEqualTo("1");
	}

	@Test
	void passesArguments() {
		Echo echo = create(Echo.class);
		UUID id = new UUID(1, 2);
		assertThat(echo.values("hé\u0000llo", -7, 2.5, true, TimeUnit.SECONDS, id)).containsExactly("|", "hé\u0000llo",
				"-7", "2.5", "1", "SECONDS", id.toString());
		assertThat(echo.mixed("x", "a", List.of(1, 2), new String[] { "b", "c" }, 3, 4)).containsExactly(
				"shop:script:{all}:echo:a", "shop:script:{all}:echo:b", "shop:script:{all}:echo:c", "|", "x", "1", "2",
				"3", "4");
		byte[] bytes = { (byte) 0xff, 0, 1 };
		assertThat(echo.bytes(bytes).get(1)).isEqualTo(bytes);
		String large = "x".repeat(1 << 20);
		assertThat(echo.mixed(large, "a", List.of(), new String[0])).containsExactly("shop:script:{all}:echo:a", "|",
				large);
	}

	@Test
	void refusesMissingArgumentsAndBlankKeys() {
		Echo echo = create(Echo.class);
		for (String key : List.of("", " ", "\n", "x".repeat(5000), "\ud800")) {
			assertThatIllegalArgumentException().isThrownBy(() -> create(Plain.class).increment(key, 1));
		}
		assertThatIllegalArgumentException().isThrownBy(() -> echo.mixed("x", missing(), List.of(), new String[0]))
			.withMessageContaining("null");
		assertThatIllegalArgumentException().isThrownBy(() -> echo.mixed("x", "a", missing(), new String[0]))
			.withMessageContaining("null");
		assertThat(server.execute("DBSIZE")).isEqualTo(0L);
	}

	@Test
	void convertsAnswers() {
		Answers answers = create(Answers.class);
		answers.nothing("table");
		assertThat(answers.truth("yes")).isTrue();
		assertThat(answers.truth("ok")).isTrue();
		assertThat(answers.truth("number")).isTrue();
		assertThat(answers.truth("zero")).isFalse();
		assertThat(answers.truth("no")).isFalse();
		assertThat(answers.integer("number")).isEqualTo(42);
		assertThat(answers.number("large")).isEqualTo(4294967296L);
		assertThat(answers.number("no")).isNull();
		assertThat(answers.fraction("fraction")).isEqualTo(2.5);
		assertThat(answers.text("text")).isEqualTo("héllo");
		assertThat(answers.text("number")).isEqualTo("42");
		assertThat(answers.text("no")).isNull();
		assertThat(answers.bytes("bytes")).containsExactly(0xff, 0);
		assertThat(answers.unit("enum")).isEqualTo(TimeUnit.SECONDS);
		assertThat(answers.optional("text")).contains("héllo");
		assertThat(answers.optional("no")).isEmpty();
	}

	@Test
	void convertsTables() {
		Answers answers = create(Answers.class);
		assertThat(answers.texts("table")).containsExactly("a", "b");
		assertThat(answers.texts("empty")).isEmpty();
		assertThat(answers.texts("no")).isEmpty();
		assertThat(answers.numbers("numbers")).containsExactly(1, 2, 3);
		assertThat(answers.nested("nested")).containsExactly(List.of("a"), List.of("b", "c"));
		assertThat(answers.any("nested")).isEqualTo(List.of(List.of("a"), List.of("b", "c")));
		assertThat(answers.any("number")).isEqualTo(42L);
	}

	@Test
	void answersInTime() {
		Answers answers = create(Answers.class);
		assertThat(answers.nothingAsync("text")).succeedsWithin(Duration.ofSeconds(10)).isNull();
		assertThat(answers.optionalAsync("number").toCompletableFuture().join()).contains(42);
		assertThat(create(Plain.class).incrementAsync("a", 2).toCompletableFuture().join()).isEqualTo(2);
	}

	@Test
	void saysThatAScriptRanWhoseAnswerIsNotWhatTheMethodReturns() {
		Answers answers = create(Answers.class);
		for (Runnable call : List.<Runnable>of(() -> answers.integer("text"), () -> answers.integer("no"),
				() -> answers.integer("large"), () -> answers.text("table"), () -> answers.texts("text"),
				() -> answers.bytes("number"), () -> answers.truth("text"))) {
			assertThatExceptionOfType(ScriptFailedException.class).isThrownBy(call::run)
				.withMessageContaining("answer.lua has run")
				.satisfies((ex) -> assertThat(ex.applied()).isEqualTo(Applied.YES));
		}
	}

	@Test
	void saysThatAScriptMayHaveWrittenBeforeItFailed() {
		Plain plain = create(Plain.class);
		assertThatExceptionOfType(ScriptFailedException.class).isThrownBy(() -> plain.failAfterWrite("a"))
			.withMessageContaining("fail-after-write.lua (line 3) failed")
			.satisfies((ex) -> assertThat(ex.applied()).isEqualTo(Applied.UNKNOWN));
		assertThat(server.execute("GET", "shop:script:plain:a")).isEqualTo("text");
		assertThat(plain.failAfterWriteAsync("a")).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(ScriptFailedException.class);
		assertThatExceptionOfType(ScriptFailedException.class).isThrownBy(plain::failOnPurpose)
			.withMessageContaining("SOLD_OUT No seat is left")
			.satisfies((ex) -> assertThat(ex.applied()).isEqualTo(Applied.UNKNOWN));
	}

	@Test
	void compilesWhenItIsMade() {
		assertThatExceptionOfType(InvalidDeclarationException.class).isThrownBy(() -> create(Wrong.class))
			.satisfies((ex) -> assertThat(ex.problem()).contains("syntax.lua", "Wrong.syntax()")
				.contains("does not compile, line 3: unexpected symbol near '2'."));
	}

	@Test
	void isSentAgainToAServerThatHasForgottenIt() {
		Plain plain = create(Plain.class);
		assertThat(plain.increment("a", 1)).isEqualTo(1);
		server.execute("SCRIPT", "FLUSH");
		assertThat(plain.increment("a", 1)).isEqualTo(2);
		server.execute("SCRIPT", "FLUSH");
		assertThat(plain.incrementAsync("a", 1).toCompletableFuture().join()).isEqualTo(3);
		assertThat(IntStream.range(0, 100)
			.mapToObj((call) -> plain.incrementAsync("a", 1).toCompletableFuture())
			.map(CompletableFuture::join)).contains(103L);
	}

	@Test
	void refusesScatteredKeysBeforeItSends() {
		Plain plain = create(Plain.class);
		assertThat(plain.several(List.of("{1}:a", "{1}:b"))).contains("shop:script:plain:{1}:b");
		assertThatExceptionOfType(ScatteredKeysException.class)
			.isThrownBy(() -> plain.several(List.of("{1}:a", "{2}:a")))
			.withMessageContaining("shop:script:plain:{2}:a")
			.satisfies((ex) -> assertThat(ex.applied()).isEqualTo(Applied.NO));
	}

	@Test
	void keepsNamesOfKeysAsTheyAre() {
		String key = "ключ with spaces:" + new String(new char[] { 0 }) + "{x}";
		create(Plain.class).increment(key, 1);
		assertThat(this.store.template().opsForValue().get("shop:script:plain:" + key)).isEqualTo("1");
		assertThat(key.getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThan(key.length());
	}

	private <T> T create(Class<T> type) {
		return this.store.repositories().create(type);
	}

	@SuppressWarnings({ "NullAway", "TypeParameterUnusedInFormals" })
	private static <T> T missing() {
		return null;
	}

}
