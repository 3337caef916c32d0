package io.github.redistiers.store.session.kept;

import java.io.Serializable;
import java.util.List;

public record Cart(List<String> items, long total) implements Serializable {

}
