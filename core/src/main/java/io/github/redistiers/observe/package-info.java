/**
 * What the tiers can be watched by.
 * <p>
 * Called by: whatever publishes meters. Calls: nothing. When Redis is slow or gone:
 * nothing here notices. Never: changes what a tier does.
 */
@NullMarked
package io.github.redistiers.observe;

import org.jspecify.annotations.NullMarked;
