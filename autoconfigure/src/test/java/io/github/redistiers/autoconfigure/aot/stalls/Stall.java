package io.github.redistiers.autoconfigure.aot.stalls;

import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.redis.core.RedisHash;
import org.springframework.data.redis.core.TimeToLive;

/**
 * An entity that expires.
 */
@RedisHash("stalls")
public class Stall {

	@Id
	final String name;

	@TimeToLive
	final Long seconds;

	Stall(String name, Long seconds) {
		this.name = name;
		this.seconds = seconds;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Stall stall && stall.name.equals(this.name);
	}

	@Override
	public int hashCode() {
		return this.name.hashCode();
	}

}
