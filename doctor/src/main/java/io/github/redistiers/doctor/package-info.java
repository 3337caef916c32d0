/**
 * Judges servers from a shell, before anybody touches a service.
 * <p>
 * Called by people and build scripts. Calls the guard, and the connections that it needs.
 * When a server is slow or gone, that is said in a sentence and by the exit code. Never
 * writes to a server, and shows no secret.
 */
@NullMarked
package io.github.redistiers.doctor;

import org.jspecify.annotations.NullMarked;
