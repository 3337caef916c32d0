package io.github.redistiers.store.session;

import java.io.Serializable;

/**
 * Of a package that is not allowed.
 */
record Foreign(String text) implements Serializable {

}
