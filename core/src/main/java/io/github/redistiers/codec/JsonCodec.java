package io.github.redistiers.codec;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps values of one declared type as JSON.
 * <p>
 * A value whose classes are the declared ones at every level is plain JSON without class
 * names, such as <code>{"id":1,"name":"Tea"}</code>. Any other is written with the class
 * names that are needed to read it back, as <code>{"@typed":…}</code>. {@code null} is
 * {@code null}. Which form a value has is recognised when it is read.
 * <p>
 * A class named by stored bytes is loaded only if it is allowed.
 *
 * @since 0.1.0
 */
public final class JsonCodec {

	private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] NAMED = "{\"@typed\":".getBytes(StandardCharsets.US_ASCII);

	private final JavaType type;

	private final ObjectReader plainReader;

	private final ObjectWriter plainWriter;

	private final ObjectReader namedReader;

	private final ObjectWriter namedWriter;

	JsonCodec(JsonMapper reading, JsonMapper watching, JsonMapper naming, Type type) {
		this.type = reading.constructType(type);
		this.plainReader = reading.readerFor(this.type);
		this.plainWriter = watching.writerFor(this.type);
		this.namedReader = naming.readerFor(Named.class);
		this.namedWriter = naming.writerFor(Named.class);
	}

	/**
	 * Writes a value.
	 * @param value the value; may be {@code null}
	 * @return JSON in UTF-8
	 * @throws UnwritableValueException if the same value would not come back
	 */
	public byte[] encode(@Nullable Object value) {
		if (value == null) {
			return NULL.clone();
		}
		try {
			byte[] plain = plain(value);
			return (plain != null) ? plain : named(value);
		}
		catch (RuntimeException ex) {
			throw new UnwritableValueException(
					"A value of %s cannot be kept as JSON: %s".formatted(value.getClass().getName(), reason(ex)), ex);
		}
	}

	/**
	 * Reads a value.
	 * @param bytes what {@link #encode} gave
	 * @return the value; {@code null} if that was written
	 * @throws UnreadableValueException if the bytes are no such value
	 */
	public @Nullable Object decode(byte[] bytes) {
		if (Arrays.equals(bytes, NULL)) {
			return null;
		}
		Object value = read(bytes);
		if (value == null) {
			throw new UnreadableValueException("A value has no content", null);
		}
		return value;
	}

	private @Nullable Object read(byte[] bytes) {
		try {
			if (isNamed(bytes)) {
				return this.namedReader.<Named>readValue(bytes).value();
			}
			if (!this.type.isJavaLangObject() || !isStructure(bytes)) {
				return this.plainReader.readValue(bytes);
			}
		}
		catch (RuntimeException ex) {
			throw new UnreadableValueException("A value cannot be read: " + reason(ex), ex);
		}
		throw new UnreadableValueException("A value does not say its type, and none is declared", null);
	}

	private byte @Nullable [] plain(Object value) {
		if (!this.type.getRawClass().isInstance(value)) {
			return null;
		}
		ExactTypes.Verdict verdict = new ExactTypes.Verdict();
		byte[] json = this.plainWriter.withAttribute(ExactTypes.VERDICT, verdict).writeValueAsBytes(value);
		return (verdict.exact() && !isNamed(json)) ? json : null;
	}

	private byte[] named(Object value) {
		if (value instanceof Optional<?>) {
			// Jackson names the class of its content and not its own
			throw new UnwritableValueException("An Optional needs a declared type", null);
		}
		return this.namedWriter.writeValueAsBytes(new Named(value));
	}

	private static boolean isNamed(byte[] bytes) {
		return bytes.length > NAMED.length && Arrays.equals(bytes, 0, NAMED.length, NAMED, 0, NAMED.length);
	}

	private static boolean isStructure(byte[] bytes) {
		return bytes.length > 0 && (bytes[0] == '{' || bytes[0] == '[');
	}

	/**
	 * The first line alone: the rest can quote the value.
	 */
	private static String reason(RuntimeException ex) {
		return String.valueOf(ex.getMessage()).lines().findFirst().orElse(ex.getClass().getSimpleName());
	}

	/**
	 * Holds a value whose class has to be named.
	 */
	record Named(@JsonProperty("@typed") @Nullable Object value) {

	}

}
