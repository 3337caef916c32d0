package io.github.redistiers.cache;

import java.util.function.Supplier;

import io.github.redistiers.codec.JsonCodec;
import io.github.redistiers.codec.UnreadableValueException;
import io.github.redistiers.codec.UnwritableValueException;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.support.NullValue;

/**
 * One cache's values as they are written; what cannot be written or read is said, and
 * never an error to who asks.
 */
final class CacheWords {

	private final Supplier<JsonCodec> codec;

	private final boolean cacheNullValues;

	private final CacheOutage outage;

	CacheWords(Supplier<JsonCodec> codec, boolean cacheNullValues, CacheOutage outage) {
		this.codec = codec;
		this.cacheNullValues = cacheNullValues;
		this.outage = outage;
	}

	/**
	 * A value in bytes; {@code null} if it is not to be kept, or cannot be.
	 */
	byte @Nullable [] encoded(@Nullable Object value) {
		if (value == null && !this.cacheNullValues) {
			return null;
		}
		try {
			return this.codec.get().encode(value);
		}
		catch (UnwritableValueException ex) {
			this.outage.isUnwritable(ex);
			return null;
		}
	}

	Lookup decoded(Found found) {
		byte[] bytes = found.value();
		if (bytes == null) {
			return (found.lease() != null) ? new Lookup(null, found.lease()) : Lookup.MISS;
		}
		try {
			Object value = this.codec.get().decode(bytes);
			return new Lookup((value != null) ? value : NullValue.INSTANCE, null);
		}
		catch (UnreadableValueException ex) {
			this.outage.isUnreadable(ex);
			return Lookup.UNREADABLE;
		}
	}

}
