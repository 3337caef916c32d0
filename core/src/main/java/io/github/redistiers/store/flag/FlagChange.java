package io.github.redistiers.store.flag;

import org.jspecify.annotations.Nullable;

/**
 * A flag that has changed in the store, whoever changed it.
 *
 * @param name the flag, declared or not
 * @param before what was stored before; {@code null} if nothing was
 * @param after what is stored now; {@code null} if nothing is, so that the flag is at its
 * declared default
 * @since 0.1.0
 */
public record FlagChange(String name, @Nullable String before, @Nullable String after) {

}
