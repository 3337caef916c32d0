package io.github.redistiers.autoconfigure.cache;

import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;

import io.github.redistiers.autoconfigure.cache.CacheProperties.OneCache;
import io.github.redistiers.boot.InvalidTierPropertyException;
import io.github.redistiers.boot.cache.DeclaredCaches;
import io.github.redistiers.cache.CacheValueTypes;
import io.github.redistiers.codec.JsonCodecs;
import org.jspecify.annotations.Nullable;

/**
 * The types that properties give to caches; where none does, that of the cached methods.
 */
class ValueTypesByName implements CacheValueTypes {

	private final CacheValueTypes methods;

	private final Map<String, Type> byName = new HashMap<>();

	ValueTypesByName(CacheProperties properties, JsonCodecs codecs, CacheValueTypes methods) {
		this.methods = methods;
		properties.caches().forEach((name, cache) -> {
			String valueType = cache.valueType();
			if (valueType != null) {
				this.byName.put(DeclaredCaches.uniform(name), type(name, valueType, codecs));
			}
		});
	}

	@Override
	public @Nullable Type typeOf(String cacheName) {
		Type type = this.byName.get(DeclaredCaches.uniform(cacheName));
		return (type != null) ? type : this.methods.typeOf(cacheName);
	}

	private static Type type(String cache, String name, JsonCodecs codecs) {
		try {
			return codecs.typeNamed(name);
		}
		catch (IllegalArgumentException ex) {
			String property = "redis-tiers.cache.caches." + cache + ".value-type";
			throw new InvalidTierPropertyException(property,
					"%s is %s, which is no type of this application.".formatted(property, name),
					("Set %s to a class with its package, such as java.util.List<com.example.Product>, or leave it out "
							+ "to have the type taken from the methods of that cache.")
						.formatted(property));
		}
	}

}
