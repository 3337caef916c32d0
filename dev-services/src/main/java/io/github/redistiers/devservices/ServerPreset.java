package io.github.redistiers.devservices;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The two configurations that the documentation prints, word for word.
 *
 * @since 0.1.0
 */
public enum ServerPreset {

	/**
	 * {@code docs/servers/cache.conf}: a memory limit, eviction of any key, nothing on
	 * disk.
	 */
	CACHE("cache.conf"),

	/**
	 * {@code docs/servers/store.conf}: no eviction, append-only file and snapshots,
	 * FLUSHALL and FLUSHDB denied to the default user.
	 */
	STORE("store.conf");

	private final String file;

	ServerPreset(String file) {
		this.file = file;
	}

	String folder() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The configuration file.
	 * @return the whole text, comments included
	 */
	public String text() {
		try (InputStream stream = ServerPreset.class.getResourceAsStream(this.file)) {
			if (stream == null) {
				throw new IllegalStateException("The jar of the dev services lacks " + this.file);
			}
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
