package io.github.redistiers.benchmarks;

/**
 * A cache that can be emptied.
 */
interface ClearableCache extends MeasuredCache {

	/**
	 * Returns when nothing that was there is found any more.
	 */
	void clear();

}
