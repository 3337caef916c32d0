/**
 * What the starter costs and gains, measured.
 * <p>
 * Called by: the command in <code>docs/performance.md</code>. Calls: the starter and its
 * peers, on servers of its own. When Redis is slow or gone: the run fails. Never:
 * compares figures of two runs.
 */
@NullMarked
package io.github.redistiers.benchmarks;

import org.jspecify.annotations.NullMarked;
