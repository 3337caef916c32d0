package io.github.redistiers.codec;

import java.lang.reflect.Type;
import java.util.Collection;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.ConstructorDetector;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.TypeResolverBuilder;

/**
 * Makes codecs that keep values as plain JSON, as Jackson writes an object's fields.
 * <p>
 * The application's own JSON settings have no influence, so that a change of its web API
 * does not make kept values unreadable; its Jackson modules are found as service
 * providers.
 *
 * @since 0.1.0
 */
public final class JsonCodecs {

	private final JsonMapper reading;

	private final JsonMapper watching;

	private final JsonMapper naming;

	private final ClassLoader classLoader;

	/**
	 * Codecs for an application.
	 * @param packages the packages whose classes a stored value may name, with those
	 * below them
	 * @param classLoader loads the application's classes and Jackson modules;
	 * {@code null} for the thread's
	 */
	public JsonCodecs(Collection<String> packages, @Nullable ClassLoader classLoader) {
		AllowedTypes allowedTypes = new AllowedTypes(packages);
		this.classLoader = (classLoader != null) ? classLoader : Thread.currentThread().getContextClassLoader();
		this.reading = builder(allowedTypes, this.classLoader).build();
		this.watching = with(new ExactTypes(allowedTypes), allowedTypes, this.classLoader);
		this.naming = with(new NamedTyping(allowedTypes), allowedTypes, this.classLoader);
	}

	/**
	 * A codec for values of one type.
	 * @param type the declared type, with type arguments; {@code null} when it is not
	 * known
	 * @return a codec that many threads may use
	 */
	public JsonCodec forType(@Nullable Type type) {
		return new JsonCodec(this.reading, this.watching, this.naming, (type != null) ? type : Object.class);
	}

	/**
	 * Finds a type by its name.
	 * @param name as Java writes it, such as
	 * {@code java.util.List<com.example.shop.Product>}; a nested class with a dollar sign
	 * @return the type
	 * @throws IllegalArgumentException if it is no name of a type, or names a class that
	 * is not there
	 */
	public Type typeNamed(String name) {
		return this.reading.getTypeFactory().withClassLoader(this.classLoader).constructFromCanonical(name);
	}

	private static JsonMapper with(TypeResolverBuilder<?> typing, AllowedTypes allowedTypes, ClassLoader classLoader) {
		return builder(allowedTypes, classLoader).setDefaultTyping(typing).build();
	}

	private static JsonMapper.Builder builder(AllowedTypes allowedTypes, ClassLoader classLoader) {
		return JsonMapper.builder()
			.findAndAddModules(classLoader)
			.polymorphicTypeValidator(allowedTypes)
			.constructorDetector(ConstructorDetector.USE_PROPERTIES_BASED)
			.annotationIntrospector(new EveryProperty())
			.changeDefaultVisibility((visibility) -> visibility.withFieldVisibility(Visibility.ANY)
				.withGetterVisibility(Visibility.NONE)
				.withIsGetterVisibility(Visibility.NONE)
				.withSetterVisibility(Visibility.NONE)
				.withCreatorVisibility(Visibility.ANY))
			// a class that has changed gives a miss, never a half-filled object
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
					DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
					DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
			.enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
			.disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE);
	}

	/**
	 * Writes what a class's annotations would leave out, so that what is missing tells
	 * that the class has changed.
	 */
	private static final class EveryProperty extends JacksonAnnotationIntrospector {

		@Override
		public JsonInclude.Value findPropertyInclusion(MapperConfig<?> config, Annotated annotated) {
			return JsonInclude.Value.empty();
		}

	}

}
