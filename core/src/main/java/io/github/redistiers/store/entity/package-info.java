/**
 * Spring Data's {@code @RedisHash} repositories, whose changes happen whole or not at
 * all.
 * <p>
 * Called by: Spring Data's repositories. Calls: script, and the connection of the
 * repositories' template. When Redis is slow or gone: throws what that connection throws,
 * and the entity is what it was. Never: deletes what it is about to write again.
 */
@NullMarked
package io.github.redistiers.store.entity;

import org.jspecify.annotations.NullMarked;
