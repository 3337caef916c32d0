package io.github.redistiers.codec;

import java.util.EnumMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonTypeInfo.As;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.type.WritableTypeId;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.jsontype.TypeSerializer;

/**
 * Refuses maps whose keys would come back as text: JSON has no other keys, and only a
 * declared type says what they were.
 */
class MapKeyWatch extends TypeSerializer {

	private final TypeSerializer delegate;

	private final JavaType baseType;

	MapKeyWatch(TypeSerializer delegate, JavaType baseType) {
		this.delegate = delegate;
		this.baseType = baseType;
	}

	static boolean keysAreExact(@Nullable Object value, JavaType declared) {
		if (!(value instanceof Map<?, ?> map)) {
			return true;
		}
		Class<?> declaredKey = declared.isMapLikeType() ? declared.getKeyType().getRawClass() : Object.class;
		Class<?> expected = (declaredKey == Object.class) ? String.class : declaredKey;
		return map.keySet().stream().allMatch((key) -> key != null && ExactTypes.classOf(key) == expected);
	}

	@Override
	public TypeSerializer forProperty(SerializationContext context, @Nullable BeanProperty property) {
		return new MapKeyWatch(this.delegate.forProperty(context, property), this.baseType);
	}

	@Override
	public As getTypeInclusion() {
		return this.delegate.getTypeInclusion();
	}

	@Override
	public String getPropertyName() {
		return this.delegate.getPropertyName();
	}

	@Override
	public TypeIdResolver getTypeIdResolver() {
		return this.delegate.getTypeIdResolver();
	}

	@Override
	public WritableTypeId writeTypePrefix(JsonGenerator generator, SerializationContext context,
			WritableTypeId typeId) {
		// an EnumMap's key type is written with its class
		if (!(typeId.forValue instanceof EnumMap<?, ?>) && !keysAreExact(typeId.forValue, this.baseType)) {
			throw new UnwritableValueException("A map's keys are not text, and no declared type says what they are",
					null);
		}
		return this.delegate.writeTypePrefix(generator, context, typeId);
	}

	@Override
	public WritableTypeId writeTypeSuffix(JsonGenerator generator, SerializationContext context,
			WritableTypeId typeId) {
		return this.delegate.writeTypeSuffix(generator, context, typeId);
	}

}
