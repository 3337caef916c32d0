package io.github.redistiers.store.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.github.redistiers.codec.TypedJson;
import io.github.redistiers.codec.UnreadableValueException;
import io.github.redistiers.codec.UnwritableValueException;
import org.jspecify.annotations.Nullable;

import org.springframework.session.MapSession;

/**
 * Attributes as JSON, times as digits. The names of the fields are in every session, so
 * they are short.
 */
final class JsonForm extends SessionForm {

	static final String CREATED = "c";

	static final String ACCESSED = "a";

	static final String TIMEOUT = "i";

	static final String PRINCIPAL = "p";

	static final String ATTRIBUTE = ":";

	private static final long GRACE = Duration.ofMinutes(5).toMillis();

	private final TypedJson json;

	private final double touchFraction;

	JsonForm(SessionKeys keys, TypedJson json, double touchFraction) {
		super(SessionLayout.TIERS, keys, ATTRIBUTE);
		this.json = json;
		this.touchFraction = touchFraction;
	}

	@Override
	long grace() {
		return GRACE;
	}

	@Override
	double touchFraction() {
		return this.touchFraction;
	}

	@Override
	String timeField() {
		return ACCESSED;
	}

	@Override
	byte[] encode(String name, Object value) {
		try {
			return this.json.encode(value);
		}
		catch (UnwritableValueException ex) {
			throw new SessionAttributeRefusedException(("The session attribute \"%s\" cannot be kept, and nothing was"
					+ " saved: %s. Keep plain values and classes of the application's packages in sessions, or add"
					+ " the package to redis-tiers.store.sessions.allowed-packages.")
				.formatted(name, ex.getMessage()), ex);
		}
	}

	@Override
	Object decode(byte[] value) {
		return this.json.decode(value);
	}

	@Override
	void putTimes(StoreSession session, boolean all, Map<String, byte[]> fields) {
		if (all) {
			fields.put(CREATED, bytes(session.getCreationTime().toEpochMilli()));
		}
		if (all || session.isTimeoutChanged()) {
			fields.put(TIMEOUT, bytes(session.getMaxInactiveInterval().toSeconds()));
		}
	}

	@Override
	void putPrincipal(String principal, Map<String, byte[]> fields) {
		fields.put(PRINCIPAL, bytes(principal));
	}

	@Override
	void readTimes(Map<String, byte[]> fields, MapSession session) {
		session.setCreationTime(Instant.ofEpochMilli(number(fields, CREATED)));
		session.setMaxInactiveInterval(Duration.ofSeconds(number(fields, TIMEOUT)));
		session.setLastAccessedTime(Instant.ofEpochMilli(number(fields, ACCESSED)));
	}

	@Override
	@Nullable String principal(Map<String, byte[]> fields) {
		byte[] principal = fields.get(PRINCIPAL);
		return (principal != null) ? new String(principal, StandardCharsets.UTF_8) : null;
	}

	private static long number(Map<String, byte[]> fields, String name) {
		byte[] digits = fields.get(name);
		if (digits == null) {
			throw new UnreadableValueException("The field %s is missing".formatted(name), null);
		}
		return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
	}

}
