package io.github.redistiers.autoconfigure.connection;

import org.springframework.data.annotation.Id;
import org.springframework.data.redis.core.RedisHash;

@RedisHash(value = "offers", timeToLive = 60)
public record Offer(@Id String id) {

}
