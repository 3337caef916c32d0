package io.github.redistiers.connection;

import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.ReactiveRedisTemplate;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializationContext;

/**
 * Makes templates on a tier that refuse some calls, before anything is sent. Scripts are
 * not looked into, and what does not go through such a template is not concerned.
 *
 * @since 0.1.0
 */
public final class StrictTemplates {

	private final CallRule rule;

	/**
	 * Makes strict templates.
	 * @param rule judges each call
	 */
	public StrictTemplates(CallRule rule) {
		this.rule = rule;
	}

	/**
	 * Makes a template.
	 * @param <K> the keys' type
	 * @param <V> the values' type
	 * @param connectionFactory the tier's
	 * @return a template as Spring Data's own, yet to be initialized
	 */
	public <K, V> RedisTemplate<K, V> template(RedisConnectionFactory connectionFactory) {
		RedisTemplate<K, V> template = new Objects<>(this.rule);
		template.setConnectionFactory(connectionFactory);
		return template;
	}

	/**
	 * Makes a template for text.
	 * @param connectionFactory the tier's
	 * @return a template as Spring Data's own
	 */
	public StringRedisTemplate stringTemplate(RedisConnectionFactory connectionFactory) {
		return new Text(connectionFactory, this.rule);
	}

	/**
	 * Makes a reactive template.
	 * @param <K> the keys' type
	 * @param <V> the values' type
	 * @param connectionFactory the tier's
	 * @param context how keys and values become bytes
	 * @return a template as Spring Data's own
	 */
	public <K, V> ReactiveRedisTemplate<K, V> reactiveTemplate(ReactiveRedisConnectionFactory connectionFactory,
			RedisSerializationContext<K, V> context) {
		return new ReactiveObjects<>(connectionFactory, context, this.rule);
	}

	/**
	 * Makes a reactive template for text.
	 * @param connectionFactory the tier's
	 * @return a template as Spring Data's own
	 */
	public ReactiveStringRedisTemplate reactiveStringTemplate(ReactiveRedisConnectionFactory connectionFactory) {
		return new ReactiveText(connectionFactory, this.rule);
	}

	private static final class Objects<K, V> extends RedisTemplate<K, V> {

		private final CallRule rule;

		Objects(CallRule rule) {
			this.rule = rule;
		}

		@Override
		protected RedisConnection preProcessConnection(RedisConnection connection, boolean existingConnection) {
			return StrictConnection.of(super.preProcessConnection(connection, existingConnection),
					RedisConnection.class, this.rule);
		}

	}

	private static final class Text extends StringRedisTemplate {

		private final CallRule rule;

		Text(RedisConnectionFactory connectionFactory, CallRule rule) {
			super(connectionFactory);
			this.rule = rule;
		}

		@Override
		protected RedisConnection preProcessConnection(RedisConnection connection, boolean existingConnection) {
			return super.preProcessConnection(StrictConnection.of(connection, RedisConnection.class, this.rule),
					existingConnection);
		}

	}

	private static final class ReactiveObjects<K, V> extends ReactiveRedisTemplate<K, V> {

		private final CallRule rule;

		ReactiveObjects(ReactiveRedisConnectionFactory connectionFactory, RedisSerializationContext<K, V> context,
				CallRule rule) {
			super(connectionFactory, context);
			this.rule = rule;
		}

		@Override
		protected ReactiveRedisConnection preProcessConnection(ReactiveRedisConnection connection,
				boolean existingConnection) {
			return StrictConnection.of(super.preProcessConnection(connection, existingConnection),
					ReactiveRedisConnection.class, this.rule);
		}

	}

	private static final class ReactiveText extends ReactiveStringRedisTemplate {

		private final CallRule rule;

		ReactiveText(ReactiveRedisConnectionFactory connectionFactory, CallRule rule) {
			super(connectionFactory);
			this.rule = rule;
		}

		@Override
		protected ReactiveRedisConnection preProcessConnection(ReactiveRedisConnection connection,
				boolean existingConnection) {
			return StrictConnection.of(super.preProcessConnection(connection, existingConnection),
					ReactiveRedisConnection.class, this.rule);
		}

	}

}
