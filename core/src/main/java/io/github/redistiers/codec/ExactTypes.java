package io.github.redistiers.codec;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeInfo.As;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TreeNode;
import tools.jackson.core.type.WritableTypeId;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.jsontype.impl.DefaultTypeResolverBuilder;

/**
 * Watches, while a value is written without class names, whether its classes are the
 * declared ones at every level, so that reading by the declared type gives the same
 * value.
 */
class ExactTypes extends DefaultTypeResolverBuilder {

	/**
	 * The attribute of one writing that takes the answer.
	 */
	static final Object VERDICT = ExactTypes.class;

	ExactTypes(AllowedTypes allowedTypes) {
		super(allowedTypes, DefaultTyping.NON_FINAL, JsonTypeInfo.As.PROPERTY);
	}

	@Override
	public boolean useForType(JavaType type) {
		boolean fixed = type.isPrimitive() || (type.isFinal() && !type.isArrayType());
		return !fixed && !TreeNode.class.isAssignableFrom(type.getRawClass());
	}

	@Override
	public @Nullable TypeSerializer buildTypeSerializer(SerializationContext context, JavaType baseType,
			Collection<NamedType> subtypes) {
		return useForType(baseType) ? new Watch(baseType) : null;
	}

	static Class<?> classOf(Object value) {
		return (value instanceof Enum<?> constant) ? constant.getDeclaringClass() : value.getClass();
	}

	private static boolean isExact(JavaType declared, @Nullable Object value) {
		if (value == null) {
			return true;
		}
		Class<?> expected = declared.getRawClass();
		if (expected == Object.class) {
			return value instanceof String || value instanceof Boolean || value instanceof Integer
					|| (value instanceof Double number && Double.isFinite(number));
		}
		return (expected == classOf(value) || isCollection(expected, value))
				&& MapKeyWatch.keysAreExact(value, declared);
	}

	/**
	 * Whoever declares one of these asks for the content, whatever holds it.
	 */
	private static boolean isCollection(Class<?> expected, Object value) {
		return (expected == List.class) || (expected == Set.class) || (expected == Map.class)
				|| (expected == Collection.class && value instanceof List<?>);
	}

	/**
	 * Writes what would be written without it, and passes judgement.
	 */
	private static final class Watch extends TypeSerializer {

		private final JavaType declared;

		Watch(JavaType declared) {
			this.declared = declared;
		}

		@Override
		public TypeSerializer forProperty(SerializationContext context, @Nullable BeanProperty property) {
			return this;
		}

		@Override
		public As getTypeInclusion() {
			return As.EXISTING_PROPERTY;
		}

		@Override
		public @Nullable String getPropertyName() {
			return null;
		}

		@Override
		public @Nullable TypeIdResolver getTypeIdResolver() {
			return null;
		}

		@Override
		public WritableTypeId writeTypePrefix(JsonGenerator generator, SerializationContext context,
				WritableTypeId typeId) {
			if (!isExact(this.declared, typeId.forValue) && context.getAttribute(VERDICT) instanceof Verdict verdict) {
				verdict.exact = false;
			}
			if (typeId.valueShape == JsonToken.START_OBJECT) {
				generator.writeStartObject(typeId.forValue);
			}
			else if (typeId.valueShape == JsonToken.START_ARRAY) {
				generator.writeStartArray(typeId.forValue);
			}
			return typeId;
		}

		@Override
		public WritableTypeId writeTypeSuffix(JsonGenerator generator, SerializationContext context,
				WritableTypeId typeId) {
			if (typeId.valueShape == JsonToken.START_OBJECT) {
				generator.writeEndObject();
			}
			else if (typeId.valueShape == JsonToken.START_ARRAY) {
				generator.writeEndArray();
			}
			return typeId;
		}

	}

	/**
	 * The answer for one writing.
	 */
	static final class Verdict {

		private boolean exact = true;

		boolean exact() {
			return this.exact;
		}

	}

}
