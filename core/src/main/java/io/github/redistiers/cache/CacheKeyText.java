package io.github.redistiers.cache;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.util.Assert;
import org.springframework.util.ObjectUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Turns a cache key into text: a simple one as it reads, one of several parts as JSON, so
 * that no two of them look alike and equal ones always do. A text of more than
 * {@value #LONGEST} characters is kept by its digest: Redis would hold it beside its
 * value, and each read would send it.
 */
final class CacheKeyText {

	static final int LONGEST = 1024;

	private static final String DIGEST = "sha256:";

	private static final JsonMapper JSON = JsonMapper.builder().build();

	static final String PARTS_FIELD = "params";

	private static final @Nullable Field PARTS = ReflectionUtils.findField(SimpleKey.class, PARTS_FIELD);

	private CacheKeyText() {
	}

	static String of(@Nullable Object key) {
		String text = whole(key);
		// a text that looks like a digest is digested too, so that nobody can forge one
		return (text.length() > LONGEST || text.startsWith(DIGEST)) ? digest(text) : text;
	}

	private static String whole(@Nullable Object key) {
		Assert.notNull(key, "A cache key must not be null");
		return isSimple(key) ? simple(key) : JSON.writeValueAsString(part(key));
	}

	private static String digest(String text) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return DIGEST + HexFormat.of().formatHex(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	private static boolean isSimple(Object key) {
		return !(key instanceof SimpleKey || key instanceof Collection<?> || key instanceof Map<?, ?>
				|| key instanceof Record || ObjectUtils.isArray(key));
	}

	private static @Nullable Object part(@Nullable Object key) {
		if (key == null || key instanceof Number || key instanceof Boolean) {
			return key;
		}
		if (key instanceof SimpleKey && PARTS != null) {
			// its toString() would take ("a, b") and ("a", "b") for the same
			ReflectionUtils.makeAccessible(PARTS);
			return part(ReflectionUtils.getField(PARTS, key));
		}
		if (key instanceof Map<?, ?> map) {
			Map<String, @Nullable Object> sorted = new TreeMap<>();
			map.forEach((name, value) -> sorted.put(whole(name), part(value)));
			return sorted;
		}
		if (key instanceof Record components) {
			return Arrays.stream(key.getClass().getRecordComponents())
				.map((component) -> part(valueOf(component, components)))
				.toArray();
		}
		return isSimple(key) ? simple(key) : parts(key);
	}

	private static Object parts(Object key) {
		Object[] array = (key instanceof Collection<?> collection) ? collection.toArray()
				: ObjectUtils.toObjectArray(key);
		Stream<@Nullable Object> parts = Arrays.stream(array).map(CacheKeyText::part);
		// equal sets may iterate in different orders
		return (key instanceof Set<?>) ? parts.map(JSON::writeValueAsString).sorted().toArray() : parts.toArray();
	}

	private static @Nullable Object valueOf(RecordComponent component, Record components) {
		ReflectionUtils.makeAccessible(component.getAccessor());
		return ReflectionUtils.invokeMethod(component.getAccessor(), components);
	}

	private static String simple(Object key) {
		if (key instanceof Enum<?> constant) {
			return constant.name();
		}
		Method toString = ReflectionUtils.findMethod(key.getClass(), "toString");
		if (toString == null || toString.getDeclaringClass() == Object.class) {
			throw new IllegalArgumentException(
					"A cache key of %s has no text of its own. Give the class a toString() that tells two keys apart, or name the key's parts with @Cacheable(key = \"...\")."
						.formatted(key.getClass().getName()));
		}
		return key.toString();
	}

}
