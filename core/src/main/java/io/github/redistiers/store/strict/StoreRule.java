package io.github.redistiers.store.strict;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.redistiers.connection.CallRule;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

import org.springframework.data.redis.connection.ReactiveHashCommands.HGetExCommand;
import org.springframework.data.redis.connection.ReactiveHashCommands.HSetExCommand;
import org.springframework.data.redis.connection.ReactiveHashCommands.HashExpireCommand;
import org.springframework.data.redis.connection.ReactiveKeyCommands.ExpireCommand;
import org.springframework.data.redis.connection.ReactiveStringCommands.GetExCommand;
import org.springframework.data.redis.connection.ReactiveStringCommands.SetCommand;
import org.springframework.data.redis.core.types.Expiration;

/**
 * Refuses calls that would let a key of the store expire (SET with an expiry, EXPIRE and
 * its like), and KEYS, FLUSHALL and FLUSHDB, with {@link RefusedCommandException}. What a
 * script does cannot be seen.
 *
 * @since 0.1.0
 */
public final class StoreRule implements CallRule {

	/**
	 * Always give an expiry, by what they are called here.
	 */
	private static final Map<String, String> EXPIRING = Map.ofEntries(Map.entry("expire", "EXPIRE"),
			Map.entry("pexpire", "EXPIRE"), Map.entry("expireat", "EXPIREAT"), Map.entry("pexpireat", "EXPIREAT"),
			Map.entry("setex", "SET"), Map.entry("psetex", "SET"), Map.entry("hexpire", "HEXPIRE"),
			Map.entry("hpexpire", "HEXPIRE"), Map.entry("hexpireat", "HEXPIREAT"),
			Map.entry("hpexpireat", "HEXPIREAT"));

	/**
	 * Give an expiry if one of their arguments says so.
	 */
	private static final Map<String, String> PERHAPS_EXPIRING = Map.of("set", "SET", "setget", "SET", "getex", "GETEX",
			"applyexpiration", "EXPIRE", "applyhashfieldexpiration", "HEXPIRE", "hsetex", "HSETEX", "hgetex", "HGETEX");

	private static final Set<String> EXPIRY_WORDS = Set.of("EX", "PX", "EXAT", "PXAT");

	private final Set<String> allowed;

	/**
	 * A rule.
	 * @param allowedCommands the commands that are sent nevertheless, in any case, such
	 * as {@code keys}
	 */
	public StoreRule(Collection<String> allowedCommands) {
		this.allowed = allowedCommands.stream()
			.map((command) -> command.toLowerCase(Locale.ROOT))
			.map((command) -> EXPIRING.getOrDefault(command, command).toUpperCase(Locale.ROOT))
			.collect(Collectors.toUnmodifiableSet());
	}

	@Override
	public @Nullable Object @Nullable [] check(Method method, @Nullable Object @Nullable [] arguments) {
		if (arguments == null) {
			refuseDangerous(method.getName());
			return null;
		}
		if (method.getName().equals("execute") && arguments.length > 0 && arguments[0] instanceof String command) {
			checkWords(command.toLowerCase(Locale.ROOT), arguments);
			return arguments;
		}
		refuseDangerous(method.getName());
		String name = method.getName().toLowerCase(Locale.ROOT);
		if (EXPIRING.containsKey(name)) {
			refuseExpiry(EXPIRING.get(name));
		}
		String perhaps = PERHAPS_EXPIRING.get(name);
		return (perhaps != null) ? checked(perhaps, arguments) : arguments;
	}

	private @Nullable Object[] checked(String command, @Nullable Object[] arguments) {
		if (arguments.length == 1 && arguments[0] instanceof Publisher<?> commands) {
			return new Object[] { Flux.from(commands).doOnNext((one) -> refuseExpiryIf(expires(one), command)) };
		}
		refuseExpiryIf(Arrays.stream(arguments).anyMatch(StoreRule::expires), command);
		return arguments;
	}

	private void checkWords(String command, @Nullable Object[] values) {
		refuseDangerous(command);
		if (EXPIRING.containsKey(command)) {
			refuseExpiry(EXPIRING.get(command));
		}
		if (PERHAPS_EXPIRING.containsKey(command) && values.length > 1 && values[1] instanceof byte[][] words) {
			refuseExpiryIf(options(command, words).anyMatch(EXPIRY_WORDS::contains), PERHAPS_EXPIRING.get(command));
		}
	}

	/**
	 * What stands behind the key, and the value of a SET, but before the fields of a
	 * hash.
	 */
	private static Stream<String> options(String command, byte[][] words) {
		return Arrays.stream(words)
			.skip(command.equals("set") ? 2 : 1)
			.map((word) -> new String(word, StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT))
			.takeWhile((word) -> !word.equals("FIELDS"));
	}

	private static boolean expires(@Nullable Object value) {
		if (value instanceof SetCommand set) {
			return set.getExpiration().filter(StoreRule::expires).isPresent();
		}
		if (value instanceof GetExCommand get) {
			return expires(get.getExpiration());
		}
		if (value instanceof ExpireCommand expire) {
			return expires(expire.getExpiration());
		}
		if (value instanceof HashExpireCommand expire) {
			return expires(expire.getExpiration());
		}
		if (value instanceof HSetExCommand set) {
			return expires(set.getExpiration());
		}
		if (value instanceof HGetExCommand get) {
			return expires(get.getExpiration());
		}
		return value instanceof Expiration expiration && !expiration.isPersistent() && !expiration.isKeepTtl();
	}

	private void refuseExpiryIf(boolean expires, @Nullable String command) {
		if (expires) {
			refuseExpiry(command);
		}
	}

	private void refuseExpiry(@Nullable String command) {
		refuse(String.valueOf(command),
				"it lets a key vanish, and only sessions, locks, limits and dedup marks of the store expire",
				"Keep copies on the cache tier and the rest without an expiry");
	}

	private void refuseDangerous(String name) {
		switch (name.toUpperCase(Locale.ROOT)) {
			case "KEYS" -> refuse("KEYS", "the server serves nobody else while it looks at all its keys", "Use scan()");
			case "FLUSHALL", "FLUSHDB" -> refuse(name.toUpperCase(Locale.ROOT),
					"it deletes what nothing can bring back", "Delete keys by their names");
			default -> {
			}
		}
	}

	private void refuse(String command, String why, String instead) {
		if (!this.allowed.contains(command)) {
			throw new RefusedCommandException(command, why, instead);
		}
	}

}
