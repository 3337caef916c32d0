package io.github.redistiers.store.flag;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of the flags under one key.
 */
final class FlagValues {

	/**
	 * The field that tells these flags from those of an emptied or another store. No flag
	 * can have that name.
	 */
	static final String ID = ":id";

	private static final Log logger = LogFactory.getLog(FlagValues.class);

	/**
	 * More are no constants, and are not to fill the memory.
	 */
	private static final int MANY = 10_000;

	private final String key;

	private final Consumer<FlagChange> changed;

	private final Map<Flag<?>, CurrentRule<?>> rules = new ConcurrentHashMap<>();

	private Map<String, String> texts = Map.of();

	private Set<String> lost = Set.of();

	private @Nullable String id;

	private volatile boolean read;

	/**
	 * Nothing is known yet.
	 * @param key where they are stored
	 * @param changed hears of each change, in their order; must not wait
	 */
	FlagValues(String key, Consumer<FlagChange> changed) {
		this.key = key;
		this.changed = changed;
	}

	boolean isRead() {
		return this.read;
	}

	/**
	 * The rule of a flag that was asked for before.
	 * @return {@code null} if it was not
	 */
	@SuppressWarnings("unchecked")
	<T> @Nullable Rule<T> rule(Flag<T> flag) {
		CurrentRule<?> current = this.rules.get(flag);
		return (current != null) ? (Rule<T>) current.rule() : null;
	}

	/**
	 * The rule of any flag, once the flags were read.
	 */
	synchronized <T> Rule<T> ruleOfAny(Flag<T> flag) {
		Rule<T> known = rule(flag);
		if (known != null) {
			return known;
		}
		CurrentRule<T> current = new CurrentRule<>(flag, this.key, this.texts.get(flag.name()));
		if (this.rules.size() < MANY) {
			this.rules.put(flag, current);
		}
		return current.rule();
	}

	/**
	 * Takes what was read from the store. What is missing there, and was not deleted,
	 * stays as it is.
	 */
	synchronized void take(Map<String, String> stored) {
		Map<String, String> now = new TreeMap<>(stored);
		String storedId = now.remove(ID);
		Set<String> missing = isLost(storedId, now) ? without(this.texts.keySet(), now.keySet()) : Set.of();
		if (missing.isEmpty()) {
			this.id = storedId;
		}
		Map<String, String> before = this.texts;
		missing.forEach((name) -> now.put(name, before.getOrDefault(name, "")));
		tell(missing, storedId == null && stored.isEmpty());
		boolean first = !this.read;
		this.lost = missing;
		this.texts = now;
		this.read = true;
		this.rules.values().forEach((rule) -> rule.update(now.get(rule.name())));
		if (!first) {
			tellChanges(before, now);
		}
	}

	private boolean isLost(@Nullable String storedId, Map<String, String> stored) {
		return (this.id != null) ? !this.id.equals(storedId) : storedId == null && stored.isEmpty();
	}

	private void tell(Set<String> missing, boolean empty) {
		if (!missing.isEmpty() && !missing.equals(this.lost)) {
			logger.error(("Flags are gone from %s in the store without having been deleted; they keep their last values"
					+ " in this process, and others that start now do not know them: %s. Find out who has emptied or"
					+ " exchanged the store, and write them back with restore() or any change of a flag.")
				.formatted(this.key, missing));
		}
		else if (missing.isEmpty() && !this.lost.isEmpty()) {
			logger.warn("All flags that were known are in the store again, under %s.".formatted(this.key));
		}
		if (empty && !this.read) {
			logger.warn(("Nothing was ever written under %s in the store, or it was emptied: each flag is at its"
					+ " declared default until it is written.")
				.formatted(this.key));
		}
	}

	private void tellChanges(Map<String, String> before, Map<String, String> now) {
		Set<String> names = new TreeSet<>(before.keySet());
		names.addAll(now.keySet());
		for (String name : names) {
			if (!Objects.equals(before.get(name), now.get(name))) {
				this.changed.accept(new FlagChange(name, before.get(name), now.get(name)));
			}
		}
	}

	/**
	 * What the store's mark was when all flags were there.
	 * @return {@code null} if it had none
	 */
	synchronized @Nullable String id() {
		return this.id;
	}

	synchronized Map<String, String> texts() {
		return this.texts;
	}

	synchronized Set<String> lost() {
		return this.lost;
	}

	Map<String, String> unreadable() {
		Map<String, String> unreadable = new HashMap<>();
		synchronized (this) {
			this.rules.values().forEach((rule) -> {
				String why = rule.unreadable();
				if (why != null) {
					unreadable.put(rule.name(), why);
				}
			});
		}
		return unreadable;
	}

	private static Set<String> without(Set<String> all, Set<String> some) {
		Set<String> rest = new TreeSet<>(all);
		rest.removeAll(some);
		return rest;
	}

}
