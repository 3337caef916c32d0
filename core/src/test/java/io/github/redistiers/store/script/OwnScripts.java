package io.github.redistiers.store.script;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.counter.CounterRepository;
import org.jspecify.annotations.Nullable;

/**
 * Repositories with scripts, for tests.
 */
final class OwnScripts {

	private OwnScripts() {
	}

	@StoreRepository("plain")
	interface Plain extends ScriptRepository {

		@LuaScript("increment.lua")
		long increment(@Key String key, long amount);

		@LuaScript("increment.lua")
		CompletionStage<Long> incrementAsync(@Key String key, long amount);

		@LuaScript("fail-after-write.lua")
		long failAfterWrite(@Key String key);

		@LuaScript("fail-after-write.lua")
		CompletableFuture<Long> failAfterWriteAsync(@Key String key);

		@LuaScript("own-error.lua")
		void failOnPurpose();

		@LuaScript("caught.lua")
		void catchError(@Key String key);

		@LuaScript("undeclared.lua")
		long undeclared(String key);

		@LuaScript(value = "echo.lua", taggedKeys = true)
		List<String> several(@Key List<String> keys);

		default long twice(String key) {
			return increment(key, 1) + increment(key, 1);
		}

	}

	@StoreRepository(value = "accounts", group = "bank")
	interface Accounts extends ScriptRepository {

		@LuaScript("transfer.lua")
		boolean transfer(@Key String from, @Key String to, int amount);

		@LuaScript("increment.lua")
		long pay(@Key String account, long amount);

	}

	@StoreRepository(value = "echo", group = "all")
	interface Echo extends ScriptRepository {

		@LuaScript("echo.lua")
		List<String> values(String text, int number, double fraction, boolean flag, TimeUnit unit, UUID id);

		@LuaScript("echo.lua")
		List<String> mixed(String first, @Key String key, Collection<Integer> numbers, @Key String[] keys, int... more);

		@LuaScript("echo.lua")
		List<byte[]> bytes(byte[] bytes);

	}

	@StoreRepository("answers")
	interface Answers extends ScriptRepository {

		@LuaScript("answer.lua")
		void nothing(String way);

		@LuaScript("answer.lua")
		boolean truth(String way);

		@LuaScript("answer.lua")
		int integer(String way);

		@LuaScript("answer.lua")
		@Nullable Long number(String way);

		@LuaScript("answer.lua")
		double fraction(String way);

		@LuaScript("answer.lua")
		@Nullable String text(String way);

		@LuaScript("answer.lua")
		byte @Nullable [] bytes(String way);

		@LuaScript("answer.lua")
		TimeUnit unit(String way);

		@LuaScript("answer.lua")
		List<String> texts(String way);

		@LuaScript("answer.lua")
		List<Integer> numbers(String way);

		@LuaScript("answer.lua")
		List<List<String>> nested(String way);

		@LuaScript("answer.lua")
		Optional<String> optional(String way);

		@LuaScript("answer.lua")
		@Nullable Object any(String way);

		@LuaScript("answer.lua")
		CompletionStage<Void> nothingAsync(String way);

		@LuaScript("answer.lua")
		CompletionStage<Optional<Integer>> optionalAsync(String way);

	}

	@StoreRepository("views")
	interface Views extends CounterRepository {

		@LuaScript("/io/github/redistiers/store/script/increment.lua")
		long best(@Key String key, long amount);

	}

	@StoreRepository("wrong")
	interface Wrong extends ScriptRepository {

		@LuaScript("syntax.lua")
		void syntax();

	}

}
