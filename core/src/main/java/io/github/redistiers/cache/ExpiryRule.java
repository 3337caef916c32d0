package io.github.redistiers.cache;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

import io.github.redistiers.connection.CallRule;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

import org.springframework.data.redis.connection.ReactiveStringCommands.GetExCommand;
import org.springframework.data.redis.connection.ReactiveStringCommands.SetCommand;
import org.springframework.data.redis.core.types.Expiration;

/**
 * Refuses calls that would leave a key without an expiry, with
 * {@link MissingExpiryException}. It judges the call alone: a command that cannot carry
 * an expiry, such as HSET or INCR, is refused even where the key has one already. What a
 * script does cannot be seen.
 *
 * @since 0.1.0
 */
public final class ExpiryRule implements CallRule {

	/**
	 * They may carry an expiry.
	 */
	private static final Set<String> SETTING = Set.of("set", "setget", "getex");

	private static final Set<String> EXPIRY_WORDS = Set.of("EX", "PX", "EXAT", "PXAT");

	/**
	 * They create keys and cannot carry an expiry, or take one away.
	 */
	private static final Set<String> REFUSED = Set.of("setnx", "mset", "msetnx", "getset", "append", "setrange",
			"setbit", "bitop", "bitfield", "incr", "incrby", "incrbyfloat", "decr", "decrby", "hset", "hsetnx", "hmset",
			"hincrby", "hincrbyfloat", "hsetex", "rpush", "lpush", "push", "rpoplpush", "brpoplpush", "lmove", "blmove",
			"sadd", "smove", "zadd", "zincrby", "geoadd", "pfadd", "pfmerge", "xadd", "xgroupcreate", "persist",
			"restore", "sort_store");

	@Override
	public @Nullable Object @Nullable [] check(Method method, @Nullable Object @Nullable [] arguments) {
		@Nullable Object[] values = (arguments != null) ? arguments : new Object[0];
		String name = method.getName().toLowerCase(Locale.ROOT);
		if (name.equals("execute") && values.length > 0 && values[0] instanceof String command) {
			refuseIf(isRefused(command.toLowerCase(Locale.ROOT)) || isPlainSet(command, values), command);
		}
		else if (SETTING.contains(name)) {
			return checkSetting(name, values);
		}
		else {
			refuseIf(isRefused(name) || isSortIntoKey(name, values), name);
		}
		return arguments;
	}

	private static boolean isRefused(String name) {
		return REFUSED.contains(name) || (name.contains("store") && !name.equals("restore"));
	}

	private static boolean isSortIntoKey(String name, @Nullable Object[] values) {
		return name.equals("sort") && values.length > 2;
	}

	private static @Nullable Object[] checkSetting(String name, @Nullable Object[] values) {
		if (values.length == 1 && values[0] instanceof Publisher<?> commands) {
			return new Object[] { Flux.from(commands).doOnNext((command) -> refuseIf(!expires(command), name)) };
		}
		boolean expires = Arrays.stream(values)
			.anyMatch((value) -> value instanceof Expiration expiration && expires(expiration));
		refuseIf(!expires, name);
		return values;
	}

	private static boolean expires(Object command) {
		if (command instanceof SetCommand set) {
			return set.getExpiration().filter(ExpiryRule::expires).isPresent();
		}
		return !(command instanceof GetExCommand read) || expires(read.getExpiration());
	}

	private static boolean expires(Expiration expiration) {
		return !expiration.isPersistent() && !expiration.isKeepTtl();
	}

	private static boolean isPlainSet(String command, @Nullable Object[] values) {
		return command.equalsIgnoreCase("SET") && (values.length < 2 || !(values[1] instanceof byte[][] arguments)
				|| Arrays.stream(arguments)
					.skip(2)
					.map((argument) -> new String(argument, StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT))
					.noneMatch(EXPIRY_WORDS::contains));
	}

	private static void refuseIf(boolean refused, String command) {
		if (refused) {
			throw new MissingExpiryException(command.toUpperCase(Locale.ROOT));
		}
	}

}
