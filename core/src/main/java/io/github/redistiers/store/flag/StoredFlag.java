package io.github.redistiers.store.flag;

/**
 * A flag as it is in the store, whether or not any code declares it.
 *
 * @param name the flag
 * @param text what is stored, such as {@code on}, {@code 25%} or
 * <code>{"LIST":90,"GRID":10}</code>
 * @since 0.1.0
 */
public record StoredFlag(String name, String text) {

}
