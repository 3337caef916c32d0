package io.github.redistiers.cache;

import java.lang.reflect.Type;
import java.util.Objects;
import java.util.function.Supplier;

import io.github.redistiers.codec.JsonCodec;
import io.github.redistiers.codec.JsonCodecs;
import org.jspecify.annotations.Nullable;

/**
 * A cache's codec, which follows when more becomes known about its type.
 */
class TypedCodec implements Supplier<JsonCodec> {

	private final String cache;

	private final CacheValueTypes types;

	private final JsonCodecs codecs;

	private volatile Typed typed;

	TypedCodec(String cache, CacheValueTypes types, JsonCodecs codecs) {
		this.cache = cache;
		this.types = types;
		this.codecs = codecs;
		this.typed = new Typed(null, codecs.forType(null));
	}

	@Override
	public JsonCodec get() {
		Type type = this.types.typeOf(this.cache);
		Typed current = this.typed;
		if (!Objects.equals(type, current.type())) {
			current = new Typed(type, this.codecs.forType(type));
			this.typed = current;
		}
		return current.codec();
	}

	private record Typed(@Nullable Type type, JsonCodec codec) {

	}

}
