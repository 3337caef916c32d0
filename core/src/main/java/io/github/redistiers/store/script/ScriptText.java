package io.github.redistiers.store.script;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.util.Assert;

/**
 * Values as a script sees them, and back.
 */
final class ScriptText {

	private static final ConversionService CONVERSION = DefaultConversionService.getSharedInstance();

	private ScriptText() {
	}

	static boolean isValue(Class<?> type) {
		return !Collection.class.isAssignableFrom(type) && !Map.class.isAssignableFrom(type) && !type.isArray()
				&& type != Optional.class && type != Object.class;
	}

	static boolean canWrite(Class<?> type) {
		return type == byte[].class || (isValue(type) && CONVERSION.canConvert(type, String.class));
	}

	static boolean canRead(Class<?> type) {
		return type == byte[].class || (isValue(type) && CONVERSION.canConvert(String.class, type));
	}

	static byte[] bytes(Object value) {
		if (value instanceof byte[] bytes) {
			return bytes;
		}
		return ((value instanceof Boolean flag) ? (flag ? "1" : "0") : text(value)).getBytes(StandardCharsets.UTF_8);
	}

	static String text(Object value) {
		String text = CONVERSION.convert(value, String.class);
		Assert.state(text != null, "A value without a text");
		return text;
	}

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	/**
	 * Reads a text.
	 * @throws RuntimeException if it is no such value
	 */
	static @Nullable Object value(String text, Class<?> type) {
		return CONVERSION.convert(text, type);
	}

}
