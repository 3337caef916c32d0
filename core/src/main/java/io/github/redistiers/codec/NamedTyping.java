package io.github.redistiers.codec;

import java.util.Collection;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator.Validity;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.jsontype.impl.ClassNameIdResolver;
import tools.jackson.databind.jsontype.impl.DefaultTypeResolverBuilder;

/**
 * Writes the class names that are needed to read a value back, and reads none but the
 * allowed ones.
 */
class NamedTyping extends DefaultTypeResolverBuilder {

	private final AllowedTypes allowedTypes;

	private final PolymorphicTypeValidator others;

	NamedTyping(AllowedTypes allowedTypes) {
		this(allowedTypes, allowedTypes);
	}

	/**
	 * The same with further classes.
	 * @param allowedTypes judges names
	 * @param others judges what the former does not allow and has no type arguments
	 */
	NamedTyping(AllowedTypes allowedTypes, PolymorphicTypeValidator others) {
		super(others, DefaultTyping.NON_FINAL, JsonTypeInfo.As.PROPERTY);
		this.allowedTypes = allowedTypes;
		this.others = others;
	}

	@Override
	public @Nullable TypeSerializer buildTypeSerializer(SerializationContext context, JavaType baseType,
			Collection<NamedType> subtypes) {
		TypeSerializer serializer = super.buildTypeSerializer(context, baseType, subtypes);
		return (serializer != null) ? new MapKeyWatch(serializer, baseType) : null;
	}

	@Override
	protected TypeIdResolver idResolver(DatabindContext context, JavaType baseType,
			PolymorphicTypeValidator subtypeValidator, Collection<NamedType> subtypes, boolean forSerialization,
			boolean forDeserialization) {
		return new AllowedNames(baseType, subtypes, this.allowedTypes, this.others);
	}

	/**
	 * Jackson shows a validator the name in front of {@code <} alone and loads the type
	 * arguments unseen; this judges the whole.
	 */
	private static final class AllowedNames extends ClassNameIdResolver {

		private final AllowedTypes allowedTypes;

		private final PolymorphicTypeValidator others;

		AllowedNames(JavaType baseType, Collection<NamedType> subtypes, AllowedTypes allowedTypes,
				PolymorphicTypeValidator others) {
			super(baseType, subtypes, others);
			this.allowedTypes = allowedTypes;
			this.others = others;
		}

		@Override
		protected JavaType _typeFromId(DatabindContext context, String id) {
			if (!this.allowedTypes.allows(id)) {
				refuseUnlessPlain(id);
			}
			return super._typeFromId(context, id);
		}

		@Override
		protected String _idFrom(DatabindContext context, Object value, Class<?> type) {
			String id = super._idFrom(context, value, type);
			if (!this.allowedTypes.allows(id)) {
				refuseUnlessPlain(id);
				JavaType written = context.constructType(type);
				if (this.others.validateSubType(context, this._baseType, written) != Validity.ALLOWED) {
					throw new ForeignTypeException(id);
				}
			}
			return id;
		}

		/**
		 * The others judge one class each.
		 */
		private void refuseUnlessPlain(String id) {
			if (this.others == this.allowedTypes || id.indexOf('<') >= 0) {
				throw new ForeignTypeException(id);
			}
		}

	}

}
