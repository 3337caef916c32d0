/**
 * When the actuator's endpoint of the tiers is there.
 */
@NullMarked
package io.github.redistiers.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
