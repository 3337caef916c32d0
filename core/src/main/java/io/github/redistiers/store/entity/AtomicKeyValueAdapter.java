package io.github.redistiers.store.entity;

import org.springframework.data.redis.core.RedisKeyValueAdapter;
import org.springframework.data.redis.core.RedisOperations;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.convert.RedisConverter;

/**
 * Keeps entities of {@code @RedisHash} repositories exactly where and as Spring Data
 * does, and changes all keys of one in a single script.
 * <p>
 * Spring Data's own adapter sends a save as {@code DEL}, {@code HMSET}, {@code SADD},
 * {@code EXPIRE} and one command or more for each index. A full server accepts the first
 * and refuses the second: the entity is gone. Here the server refuses the whole, with
 * {@link io.github.redistiers.store.StoreFullException}, and the entity, its expiry, its
 * phantom copy and its indexes are what they were. A partial update
 * ({@code RedisKeyValueTemplate.update}) and a delete are one script likewise; a delete
 * works on a full server.
 * <p>
 * Keys, for {@code @RedisHash("people")}: {@code people:<id>} the entity's hash,
 * {@code people} the set of all ids, {@code people:<id>:phantom} the copy that an expiry
 * event is made from, {@code people:<id>:idx} the set of the indexes it is in,
 * {@code people:<property>:<value>} an index.
 * <p>
 * What decides which indexes an entity leaves is read before the script, as Spring Data
 * does, so two saves of one entity at the same moment may leave it in an index of either.
 * In a cluster one script changes one slot: where the keyspace has a hash tag
 * (<code>@RedisHash("{people}")</code>) the same holds there, otherwise the entity and
 * each key of another slot change one after the other, the entity first.
 * <p>
 * A key that holds another type is refused ({@code WRONGTYPE}) and nothing is
 * overwritten.
 *
 * @since 0.1.0
 */
public class AtomicKeyValueAdapter extends RedisKeyValueAdapter {

	/**
	 * An adapter.
	 * @param redisOperations the template that repositories use
	 * @param converter makes hashes of entities
	 */
	public AtomicKeyValueAdapter(RedisOperations<?, ?> redisOperations, RedisConverter converter) {
		super((redisOperations instanceof RedisTemplate<?, ?> template) ? new EntityTemplate(template)
				: redisOperations, converter);
	}

}
