package io.github.redistiers.test.slice;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.redis.core.RedisHash;

/**
 * A guest.
 */
@RedisHash("guests")
class Guest {

	@Id
	@Nullable String name;

	List<String> words = List.of();

	Guest(@Nullable String name) {
		this.name = name;
	}

}
