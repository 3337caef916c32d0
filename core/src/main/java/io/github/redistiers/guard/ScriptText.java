package io.github.redistiers.guard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The guard's own scripts.
 */
final class ScriptText {

	private ScriptText() {
	}

	static String load(String name) {
		try (InputStream script = ScriptText.class.getResourceAsStream(name)) {
			return new String(Objects.requireNonNull(script, name).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
