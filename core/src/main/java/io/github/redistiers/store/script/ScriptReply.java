package io.github.redistiers.store.script;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.redistiers.store.InvalidDeclarationException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

/**
 * What becomes of a script's answer.
 */
final class ScriptReply {

	private final ResolvableType type;

	private final boolean async;

	private ScriptReply(ResolvableType type, boolean async) {
		this.type = type;
		this.async = async;
	}

	static ScriptReply of(DeclaredScript declared, Class<?> declaredType) {
		ResolvableType returned = ResolvableType.forMethodReturnType(declared.method(), declaredType);
		boolean async = returned.toClass() == CompletionStage.class || returned.toClass() == CompletableFuture.class;
		ResolvableType type = async ? returned.getGeneric(0) : returned;
		ResolvableType value = (type.toClass() == Optional.class) ? type.getGeneric(0) : type;
		if (!isVoid(type) && !isReadable(value)) {
			throw new InvalidDeclarationException(
					"%s returns %s, which cannot be read from a script.".formatted(declared, returned),
					"Return void, a boolean, a number, a text, an enum, a byte[], a List or an Optional of these, or a CompletionStage of all that.");
		}
		return new ScriptReply(type, async);
	}

	private static boolean isReadable(ResolvableType type) {
		return (type.toClass() == List.class) ? isReadable(type.getGeneric(0))
				: isAny(type) || ScriptText.canRead(type.toClass());
	}

	private static boolean isAny(ResolvableType type) {
		return type.resolve() == Object.class;
	}

	private static boolean isVoid(ResolvableType type) {
		return type.toClass() == void.class || type.toClass() == Void.class;
	}

	/**
	 * Whether the method returns a stage.
	 */
	boolean isAsync() {
		return this.async;
	}

	/**
	 * Converts an answer.
	 * @throws RuntimeException if it is none of the method's type
	 */
	@Nullable Object of(@Nullable Object reply) {
		if (isVoid(this.type)) {
			return null;
		}
		if (this.type.toClass() == Optional.class) {
			return (reply != null) ? Optional.ofNullable(value(reply, this.type.getGeneric(0))) : Optional.empty();
		}
		return value(reply, this.type);
	}

	private static @Nullable Object value(@Nullable Object reply, ResolvableType type) {
		Class<?> wanted = type.toClass();
		if (isAny(type)) {
			return any(reply);
		}
		if (wanted == List.class) {
			return list(reply, type.getGeneric(0));
		}
		if (wanted == boolean.class || wanted == Boolean.class) {
			return isTrue(reply);
		}
		Assert.isTrue(reply != null || !wanted.isPrimitive(), () -> "there is nothing, and a " + wanted + " is wanted");
		return (reply != null) ? one(reply, wanted) : null;
	}

	private static Object one(Object reply, Class<?> wanted) {
		if (wanted == byte[].class) {
			Assert.isInstanceOf(byte[].class, reply, "no text");
			return reply;
		}
		Assert.isTrue(!(reply instanceof Collection), () -> "a table is no " + wanted.getSimpleName());
		Object value = ScriptText.value(String.valueOf(any(reply)), wanted);
		Assert.notNull(value, () -> "an empty text is no " + wanted.getSimpleName());
		return value;
	}

	private static List<@Nullable Object> list(@Nullable Object reply, ResolvableType element) {
		List<@Nullable Object> result = new ArrayList<>();
		Assert.isTrue(reply == null || reply instanceof Collection, () -> "%s is no table".formatted(any(reply)));
		if (reply instanceof Collection<?> table) {
			table.forEach((value) -> result.add(value(value, element)));
		}
		return result;
	}

	private static boolean isTrue(@Nullable Object reply) {
		if (reply instanceof Long number) {
			return number != 0;
		}
		if (reply == null || "OK".equals(any(reply))) {
			return reply != null;
		}
		return Boolean.TRUE.equals(one(reply, Boolean.class));
	}

	private static @Nullable Object any(@Nullable Object reply) {
		if (reply instanceof Collection<?>) {
			return list(reply, ResolvableType.forClass(Object.class));
		}
		return (reply instanceof byte[] bytes) ? ScriptText.text(bytes) : reply;
	}

}
