/**
 * Templates on the store tier that refuse what does not belong there.
 * <p>
 * Called by: applications, in place of Spring Data's own templates. Calls: connection.
 * When Redis is slow or gone: a call fails with a named exception. Never: looks into a
 * script.
 */
@NullMarked
package io.github.redistiers.store.strict;

import org.jspecify.annotations.NullMarked;
