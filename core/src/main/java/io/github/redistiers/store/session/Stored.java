package io.github.redistiers.store.session;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A session as it came from the server.
 *
 * @param form its layout
 * @param left how long its key lives on, in milliseconds; negative for ever
 * @param fields what is in it; empty if there is none
 * @param isReadable whether it is a session at all
 */
record Stored(SessionForm form, long left, Map<String, byte[]> fields, boolean isReadable) {

	static Stored none(SessionForm form) {
		return new Stored(form, 0, Map.of(), true);
	}

	static Stored unreadable(SessionForm form) {
		return new Stored(form, 0, Map.of(), false);
	}

	static Stored of(SessionForm form, long left, Map<byte[], byte[]> fields) {
		Map<String, byte[]> named = new HashMap<>(fields.size() * 2);
		fields.forEach((field, value) -> named.put(new String(field, StandardCharsets.UTF_8), value));
		return new Stored(form, left, named, true);
	}

	/**
	 * From a script's flat list of fields and values.
	 */
	static Stored of(SessionForm form, long left, List<?> fields) {
		Map<String, byte[]> named = new HashMap<>(fields.size());
		for (int i = 0; i + 1 < fields.size(); i += 2) {
			named.put(new String((byte[]) fields.get(i), StandardCharsets.UTF_8), (byte[]) fields.get(i + 1));
		}
		return new Stored(form, left, named, true);
	}

	boolean isThere() {
		return !this.fields.isEmpty();
	}

	/**
	 * Whether its time is over, although its key is still there.
	 */
	boolean isEnded() {
		return this.form.grace() > 0 && this.left >= 0 && this.left <= this.form.grace();
	}

}
