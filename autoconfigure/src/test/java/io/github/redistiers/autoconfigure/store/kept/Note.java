package io.github.redistiers.autoconfigure.store.kept;

import org.springframework.data.annotation.Id;
import org.springframework.data.redis.core.RedisHash;
import org.springframework.data.redis.core.TimeToLive;
import org.springframework.data.redis.core.index.Indexed;

@RedisHash("notes")
public record Note(@Id String id, @Indexed String text, @TimeToLive Long seconds) {

}
