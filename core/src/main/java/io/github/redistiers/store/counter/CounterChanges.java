package io.github.redistiers.store.counter;

import io.github.redistiers.store.StoreChange;

/**
 * Changes of counters that are made together with those of other repositories of the
 * group: see {@link io.github.redistiers.store.StoreRepositories#applyTogether}. A change
 * that would leave its bounds refuses all.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CounterChanges {

	/**
	 * Changes counters as {@link CounterRepository#change} does alone, if they and the
	 * amounts are between -2<sup>52</sup> and 2<sup>52</sup>.
	 * @param change what is to happen; with {@link CounterChange#once} it may be made
	 * again after a failure
	 * @return the change
	 */
	StoreChange<CounterOutcome> change(CounterChange change);

}
