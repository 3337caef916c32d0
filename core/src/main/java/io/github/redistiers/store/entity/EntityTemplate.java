package io.github.redistiers.store.entity;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.RedisTemplate;

/**
 * Lets a callback read at once, and collects what it writes into one change that is sent
 * when the callback is through.
 */
class EntityTemplate extends RedisTemplate<Object, Object> {

	private final RedisTemplate<?, ?> template;

	EntityTemplate(RedisTemplate<?, ?> template) {
		this.template = template;
		setConnectionFactory(template.getRequiredConnectionFactory());
	}

	@Override
	public <T extends @Nullable Object> T execute(RedisCallback<T> action) {
		return this.template.execute((RedisCallback<T>) (connection) -> collected(action, connection));
	}

	private static <T extends @Nullable Object> T collected(RedisCallback<T> action, RedisConnection connection) {
		if (connection.isQueueing() || connection.isPipelined()) {
			// the application's own transaction: what is read here is not known yet
			return action.doInRedis(connection);
		}
		EntityChange change = new EntityChange();
		T result = action.doInRedis(CollectingConnection.of(connection, change));
		change.send(connection);
		return result;
	}

}
