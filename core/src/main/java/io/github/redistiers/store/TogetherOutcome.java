package io.github.redistiers.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What became of changes that were to be made together.
 *
 * @since 0.1.0
 */
public final class TogetherOutcome {

	private final boolean isApplied;

	private final Map<StoreChange<?>, Object> outcomes;

	TogetherOutcome(boolean isApplied, Map<StoreChange<?>, Object> outcomes) {
		this.isApplied = isApplied;
		this.outcomes = new LinkedHashMap<>(outcomes);
	}

	/**
	 * Whether all changes were made, now or before.
	 * @return {@code false} if none was
	 */
	public boolean isApplied() {
		return this.isApplied;
	}

	/**
	 * The changes that were refused, such as of what is sold out.
	 * @return empty if all were made
	 */
	public Set<StoreChange<?>> refused() {
		return this.isApplied ? Set.of() : Set.copyOf(this.outcomes.keySet());
	}

	/**
	 * What became of a change.
	 * @param <R> its type
	 * @param change a change that was made or refused
	 * @return its outcome
	 * @throws IllegalArgumentException if it was neither: another one was refused
	 */
	@SuppressWarnings("unchecked")
	public <R> R of(StoreChange<R> change) {
		if (!this.outcomes.containsKey(change)) {
			throw new IllegalArgumentException(
					"Nothing became of this change, since another one was refused or it was not among them.");
		}
		return (R) this.outcomes.get(change);
	}

}
