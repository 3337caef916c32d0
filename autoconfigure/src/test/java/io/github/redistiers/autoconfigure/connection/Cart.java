package io.github.redistiers.autoconfigure.connection;

import org.springframework.data.annotation.Id;
import org.springframework.data.redis.core.RedisHash;

@RedisHash("carts")
public record Cart(@Id String id) {

}
