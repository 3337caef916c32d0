package io.github.redistiers.store.entity;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.geo.Point;
import org.springframework.data.redis.core.RedisHash;
import org.springframework.data.redis.core.TimeToLive;
import org.springframework.data.redis.core.index.GeoIndexed;
import org.springframework.data.redis.core.index.Indexed;

@RedisHash("people")
record Person(@Id String id, @Indexed @Nullable String name, @Nullable String text, List<String> tags,
		@GeoIndexed @Nullable Point home, @TimeToLive @Nullable Long seconds) {

	static Person named(String id, String name) {
		return new Person(id, name, "x", List.of(), null, null);
	}

	Person with(String name, String text, List<String> tags, @Nullable Point home, @Nullable Long seconds) {
		return new Person(this.id, name, text, tags, home, seconds);
	}

}
