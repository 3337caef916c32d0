/**
 * The contract kit: what every structure of the store tier keeps when its server is
 * killed, filled, cut off or moved, as tests on real servers. A structure joins by one
 * class, its {@link io.github.redistiers.test.contract.StructureContract}.
 * <p>
 * Called by: tests. Calls: the repositories under test, and dev-services. When Redis is
 * slow or gone: that is what is tested. Never: asserts a time, or skips a test.
 */
@NullMarked
package io.github.redistiers.test.contract;

import org.jspecify.annotations.NullMarked;
