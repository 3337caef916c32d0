/**
 * When tiers are metered and observed.
 */
@NullMarked
package io.github.redistiers.autoconfigure.observe;

import org.jspecify.annotations.NullMarked;
