package io.github.redistiers.store.script;

import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

import io.github.redistiers.store.InvalidDeclarationException;
import io.github.redistiers.store.StructureContext;
import io.github.redistiers.store.StructureKeys;
import io.lettuce.core.cluster.SlotHash;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;
import org.springframework.util.ObjectUtils;

/**
 * What becomes of a method's parameters.
 */
final class ScriptParameters {

	private final DeclaredScript declared;

	private final List<One> parameters;

	private final StructureKeys keys;

	/**
	 * Whether keys may lie in different slots of a cluster.
	 */
	private final boolean scattered;

	private ScriptParameters(DeclaredScript declared, List<One> parameters, StructureContext context) {
		this.declared = declared;
		this.parameters = parameters;
		this.keys = context.keys("script");
		this.scattered = !this.keys.shareOneSlot();
	}

	static ScriptParameters of(DeclaredScript declared, StructureContext context) {
		List<One> parameters = new ArrayList<>();
		for (int index = 0; index < declared.method().getParameterCount(); index++) {
			parameters.add(One.of(declared, index, context.declaredType()));
		}
		ScriptParameters result = new ScriptParameters(declared, List.copyOf(parameters), context);
		if (result.scattered && result.keys() > 1 && !declared.annotation().taggedKeys()) {
			throw new InvalidDeclarationException(
					"%s passes several keys to %s, and nothing keeps them in one slot of a cluster.".formatted(declared,
							declared.file()),
					"Give the repository a group, as in @StoreRepository(value = \"%s\", group = \"%1$s\"), or give all keys of a call the same {tag} and say so by taggedKeys = true."
						.formatted(context.name().value()));
		}
		return result;
	}

	/**
	 * How many keys there are at most.
	 */
	int keys() {
		return count(true);
	}

	/**
	 * How many arguments there are at most.
	 */
	int arguments() {
		return count(false);
	}

	private int count(boolean keys) {
		List<One> some = this.parameters.stream().filter((parameter) -> parameter.isKey() == keys).toList();
		return some.stream().anyMatch(One::isMany) ? Integer.MAX_VALUE : some.size();
	}

	/**
	 * What one call sends.
	 * @throws IllegalArgumentException if an argument is missing or a key cannot be one
	 * @throws ScatteredKeysException if the keys are not in one slot
	 */
	Bound bind(@Nullable Object[] values) {
		List<byte[]> keys = new ArrayList<>();
		List<byte[]> arguments = new ArrayList<>();
		for (int index = 0; index < this.parameters.size(); index++) {
			One parameter = this.parameters.get(index);
			for (Object value : parameter.elements(values[index])) {
				Assert.notNull(value, () -> "An argument of %s is null".formatted(this.declared));
				if (parameter.isKey()) {
					keys.add(this.keys.withOwnTag(ScriptText.text(value)));
				}
				else {
					arguments.add(ScriptText.bytes(value));
				}
			}
		}
		if (this.scattered && keys.stream().mapToInt(SlotHash::getSlot).distinct().count() > 1) {
			throw new ScatteredKeysException(this.declared, keys.stream().map(ScriptText::text).toList());
		}
		return new Bound(keys.toArray(byte[][]::new), arguments.toArray(byte[][]::new));
	}

	/**
	 * Keys and arguments as they are sent.
	 */
	@SuppressWarnings("ArrayRecordComponent") // never compared
	record Bound(byte[][] keys, byte[][] arguments) {
	}

	/**
	 * One parameter.
	 */
	private record One(boolean isKey, boolean isMany) {

		static One of(DeclaredScript declared, int index, Class<?> declaredType) {
			Parameter parameter = declared.method().getParameters()[index];
			boolean isKey = parameter.isAnnotationPresent(Key.class);
			ResolvableType type = ResolvableType
				.forMethodParameter(new MethodParameter(declared.method(), index).withContainingClass(declaredType));
			ResolvableType element = element(type);
			Class<?> value = element.resolve(Object.class);
			if (!ScriptText.canWrite(value) || (isKey && value == byte[].class)) {
				throw new InvalidDeclarationException(
						"Parameter %d of %s is a %s, which cannot be passed to a script as %s.".formatted(index + 1,
								declared, type, isKey ? "a key" : "an argument"),
						"Use a text, a number, a boolean, an enum or a byte[] (not for keys), or a collection of these.");
			}
			return new One(isKey, element != type);
		}

		private static ResolvableType element(ResolvableType type) {
			if (Collection.class.isAssignableFrom(type.toClass())) {
				return type.asCollection().getGeneric(0);
			}
			return (type.isArray() && type.toClass() != byte[].class) ? type.getComponentType() : type;
		}

		Collection<? extends @Nullable Object> elements(@Nullable Object value) {
			if (!this.isMany || value == null) {
				return Collections.singletonList(value);
			}
			return (value instanceof Collection<?> collection) ? collection
					: Arrays.asList(ObjectUtils.toObjectArray(value));
		}

	}

}
