package io.github.redistiers.codec;

import java.util.Arrays;
import java.util.Collection;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.ConstructorDetector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * Keeps values of no declared type as JSON that names the classes needed to read them
 * back: {@code "text"}, {@code 17}, {@code ["java.lang.Long",17]},
 * <code>{"@class":"com.example.Cart",…}</code>.
 * <p>
 * A class is written and read only if it is one of the application's packages, a plain
 * value or collection of the JDK, or one that a further validator knows. A name is judged
 * before its class is loaded, except by that validator.
 *
 * @since 0.1.0
 */
public final class TypedJson {

	private final ObjectWriter writer;

	private final ObjectReader reader;

	/**
	 * A codec.
	 * @param packages the packages whose classes a value may name, with those below them
	 * @param classLoader loads the application's classes; {@code null} for the thread's
	 * @param modules know how classes are written that are not the application's
	 * @param others judges what the packages do not allow; {@code null} to refuse it
	 */
	public TypedJson(Collection<String> packages, @Nullable ClassLoader classLoader,
			Collection<? extends JacksonModule> modules, @Nullable PolymorphicTypeValidator others) {
		AllowedTypes allowed = new AllowedTypes(packages);
		PolymorphicTypeValidator validator = (others != null) ? new Either(allowed, others) : allowed;
		ClassLoader loader = (classLoader != null) ? classLoader : Thread.currentThread().getContextClassLoader();
		JsonMapper.Builder builder = JsonMapper.builder()
			.typeFactory(JsonMapper.builder().build().getTypeFactory().withClassLoader(loader))
			.findAndAddModules(loader)
			.constructorDetector(ConstructorDetector.USE_PROPERTIES_BASED)
			.changeDefaultVisibility((visibility) -> visibility.withFieldVisibility(Visibility.ANY)
				.withGetterVisibility(Visibility.NONE)
				.withIsGetterVisibility(Visibility.NONE)
				.withSetterVisibility(Visibility.NONE)
				.withCreatorVisibility(Visibility.ANY))
			.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
			// a class that fills a final field itself would come back empty
			.enable(MapperFeature.ALLOW_FINAL_FIELDS_AS_MUTATORS)
			// a class that has lost a property since is still the same session
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.addModules(modules.toArray(JacksonModule[]::new));
		JsonMapper mapper = builder.polymorphicTypeValidator(validator)
			.setDefaultTyping(new NamedTyping(allowed, validator))
			.build();
		this.writer = mapper.writerFor(Object.class);
		this.reader = mapper.readerFor(Object.class);
	}

	/**
	 * Writes a value.
	 * @param value the value
	 * @return JSON in UTF-8
	 * @throws UnwritableValueException if it cannot be written, or has a class that is
	 * not allowed
	 */
	public byte[] encode(Object value) {
		try {
			return this.writer.writeValueAsBytes(value);
		}
		catch (RuntimeException ex) {
			throw new UnwritableValueException(
					"A value of %s cannot be kept as JSON: %s".formatted(value.getClass().getName(), reason(ex)), ex);
		}
	}

	/**
	 * Reads a value.
	 * @param bytes what {@link #encode} gave
	 * @return the value
	 * @throws UnreadableValueException if the bytes are no such value, or name a class
	 * that is not allowed or not there
	 */
	public Object decode(byte[] bytes) {
		Object value;
		try {
			value = this.reader.readValue(bytes);
		}
		catch (RuntimeException | LinkageError ex) {
			throw new UnreadableValueException("A value cannot be read: " + reason(ex), ex);
		}
		if (value == null) {
			throw new UnreadableValueException("A value has no content", null);
		}
		return value;
	}

	/**
	 * Why a value would not come back as it is.
	 * @param value the value
	 * @return a sentence without a full stop; {@code null} if it would come back
	 */
	public @Nullable String obstacle(Object value) {
		try {
			Object copy = decode(encode(value));
			if (copy.equals(value)) {
				return null;
			}
			if (copy.getClass() != value.getClass()) {
				return "It would come back as " + copy.getClass().getName();
			}
			// without equals(), what is written of a copy and of its copy must be the
			// same
			byte[] bytes = encode(copy);
			return Arrays.equals(bytes, encode(decode(bytes))) ? null : "It would come back changed";
		}
		catch (UnwritableValueException | UnreadableValueException ex) {
			return ex.getMessage();
		}
	}

	private static String reason(Throwable ex) {
		return String.valueOf(ex.getMessage()).lines().findFirst().orElse(ex.getClass().getSimpleName());
	}

	/**
	 * Judges by name first, and asks the other what that leaves.
	 */
	private static final class Either extends PolymorphicTypeValidator {

		private final AllowedTypes allowed;

		private final PolymorphicTypeValidator others;

		Either(AllowedTypes allowed, PolymorphicTypeValidator others) {
			this.allowed = allowed;
			this.others = others;
		}

		@Override
		public Validity validateBaseType(DatabindContext context, JavaType baseType) {
			return Validity.INDETERMINATE;
		}

		@Override
		public Validity validateSubClassName(DatabindContext context, JavaType baseType, String name) {
			return this.allowed.allows(name) ? Validity.ALLOWED
					: this.others.validateSubClassName(context, baseType, name);
		}

		@Override
		public Validity validateSubType(DatabindContext context, JavaType baseType, JavaType subType) {
			return this.others.validateSubType(context, baseType, subType);
		}

	}

}
