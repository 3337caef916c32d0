package io.github.redistiers.store.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.session.MapSession;

/**
 * One layout: a hash for each session.
 */
abstract class SessionForm {

	private final SessionLayout layout;

	private final SessionKeys keys;

	private final String attribute;

	/**
	 * A form.
	 * @param layout which layout it is
	 * @param keys the keys
	 * @param attribute what the fields of attributes begin with, and no others
	 */
	SessionForm(SessionLayout layout, SessionKeys keys, String attribute) {
		this.layout = layout;
		this.keys = keys;
		this.attribute = attribute;
	}

	SessionLayout layout() {
		return this.layout;
	}

	byte[] key(String id) {
		return this.keys.session(this.layout, id);
	}

	/**
	 * For how many milliseconds a key outlives its session, so that what was in it can
	 * still be told.
	 */
	abstract long grace();

	/**
	 * The part of its timeout that the time of a request may go unwritten.
	 */
	abstract double touchFraction();

	/**
	 * The field that takes the server's time of the last request; empty where it is among
	 * {@link #putTimes}.
	 */
	abstract String timeField();

	final String attributeField(String name) {
		return this.attribute + name;
	}

	/**
	 * The attribute of a field.
	 * @return {@code null} if the field holds something else
	 */
	final @Nullable String attributeOf(String field) {
		return field.startsWith(this.attribute) ? field.substring(this.attribute.length()) : null;
	}

	/**
	 * Writes an attribute's value.
	 * @throws SessionAttributeRefusedException if it cannot be kept
	 */
	abstract byte[] encode(String name, Object value);

	/**
	 * Reads an attribute's value.
	 * @return {@code null} if it was removed
	 * @throws RuntimeException if it cannot be read
	 */
	abstract @Nullable Object decode(byte[] value);

	/**
	 * Adds the fields of a session's times.
	 * @param all whether also those that do not change
	 */
	abstract void putTimes(StoreSession session, boolean all, Map<String, byte[]> fields);

	/**
	 * Adds the field that says whose it is.
	 */
	abstract void putPrincipal(String principal, Map<String, byte[]> fields);

	/**
	 * Reads all but attributes.
	 * @throws RuntimeException if they cannot be read
	 */
	abstract void readTimes(Map<String, byte[]> fields, MapSession session);

	/**
	 * Whose it is, if that is a field.
	 */
	abstract @Nullable String principal(Map<String, byte[]> fields);

	/**
	 * For how many milliseconds a key lives from a request on.
	 * @return -1 for ever
	 */
	long life(Duration timeout) {
		return timeout.isNegative() ? -1 : idle(timeout) + grace();
	}

	/**
	 * For how many milliseconds a session lives from a request on.
	 * @return -1 for ever
	 */
	long idle(Duration timeout) {
		return timeout.isNegative() ? -1 : (long) (timeout.toMillis() * (1 + touchFraction()));
	}

	MapSession read(String id, Map<String, byte[]> fields) {
		MapSession session = new MapSession(id);
		readTimes(fields, session);
		fields.forEach((field, value) -> {
			String attribute = attributeOf(field);
			if (attribute != null) {
				session.setAttribute(attribute, decode(value));
			}
		});
		return session;
	}

	static byte[] bytes(Object text) {
		return String.valueOf(text).getBytes(StandardCharsets.UTF_8);
	}

}
