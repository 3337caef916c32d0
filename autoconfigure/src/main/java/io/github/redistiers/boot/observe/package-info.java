/**
 * Meters and observations in Micrometer's words.
 */
@NullMarked
package io.github.redistiers.boot.observe;

import org.jspecify.annotations.NullMarked;
