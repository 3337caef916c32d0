/**
 * Asks servers what they are and judges them against their role.
 * <p>
 * Called by: the auto-configuration, before the web server opens its port. Calls:
 * connection. When Redis is slow or gone: a check that cannot know says so. Never:
 * changes a server.
 */
@NullMarked
package io.github.redistiers.guard;

import org.jspecify.annotations.NullMarked;
