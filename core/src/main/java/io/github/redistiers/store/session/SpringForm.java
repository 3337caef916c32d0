package io.github.redistiers.store.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.github.redistiers.codec.UnreadableValueException;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.MapSession;

/**
 * What Spring Session's own repository reads and writes, every value through the
 * application's serializer, by default Java's. The time of every request is written,
 * since instances with that repository judge by it.
 */
final class SpringForm extends SessionForm {

	private static final String CREATED = "creationTime";

	private static final String ACCESSED = "lastAccessedTime";

	private static final String TIMEOUT = "maxInactiveInterval";

	private static final String ATTRIBUTE = "sessionAttr:";

	private final RedisSerializer<Object> serializer;

	SpringForm(SessionKeys keys, RedisSerializer<Object> serializer) {
		super(SessionLayout.SPRING, keys, ATTRIBUTE);
		this.serializer = serializer;
	}

	@Override
	long grace() {
		return 0;
	}

	@Override
	double touchFraction() {
		return 0;
	}

	@Override
	String timeField() {
		return "";
	}

	@Override
	byte[] encode(String name, Object value) {
		try {
			byte[] bytes = this.serializer.serialize(value);
			return (bytes != null) ? bytes : new byte[0];
		}
		catch (RuntimeException ex) {
			throw new SessionAttributeRefusedException(
					"The session attribute \"%s\" cannot be kept by %s, and nothing was saved: %s".formatted(name,
							this.serializer.getClass().getSimpleName(), ex.getMessage()),
					ex);
		}
	}

	@Override
	@Nullable Object decode(byte[] value) {
		return this.serializer.deserialize(value);
	}

	@Override
	void putTimes(StoreSession session, boolean all, Map<String, byte[]> fields) {
		if (all) {
			fields.put(CREATED, encode(CREATED, session.getCreationTime().toEpochMilli()));
		}
		if (all || session.isTimeoutChanged()) {
			fields.put(TIMEOUT, encode(TIMEOUT, (int) session.getMaxInactiveInterval().toSeconds()));
		}
		fields.put(ACCESSED, encode(ACCESSED, session.getLastAccessedTime().toEpochMilli()));
	}

	@Override
	void putPrincipal(String principal, Map<String, byte[]> fields) {
		// what Spring Session does not know would have to be readable for its serializer
	}

	@Override
	void readTimes(Map<String, byte[]> fields, MapSession session) {
		session.setCreationTime(Instant.ofEpochMilli(number(fields, CREATED)));
		session.setMaxInactiveInterval(Duration.ofSeconds(number(fields, TIMEOUT)));
		session.setLastAccessedTime(Instant.ofEpochMilli(number(fields, ACCESSED)));
	}

	@Override
	@Nullable String principal(Map<String, byte[]> fields) {
		return null;
	}

	private long number(Map<String, byte[]> fields, String name) {
		byte[] bytes = fields.get(name);
		if (bytes == null || !(decode(bytes) instanceof Number number)) {
			throw new UnreadableValueException("The field %s is missing".formatted(name), null);
		}
		return number.longValue();
	}

}
