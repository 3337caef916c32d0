package io.github.redistiers.benchmarks;

import io.lettuce.core.RedisURI;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;

/**
 * Spring Session's own repositories, as it sets them up. Nobody listens for the events of
 * the indexed one.
 */
final class SpringSessions {

	private SpringSessions() {
	}

	static StoreOperation plain(RedisURI address) {
		LettuceConnectionFactory factory = factory(address);
		RedisSessionRepository sessions = new RedisSessionRepository(template(factory));
		sessions.setSessionIdGenerator(MeasuredSession.ids());
		return MeasuredSession.on(sessions, factory::destroy);
	}

	static StoreOperation indexed(RedisURI address) {
		LettuceConnectionFactory factory = factory(address);
		RedisIndexedSessionRepository sessions = new RedisIndexedSessionRepository(template(factory));
		sessions.setSessionIdGenerator(MeasuredSession.ids());
		return MeasuredSession.on(sessions, factory::destroy);
	}

	private static LettuceConnectionFactory factory(RedisURI address) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(address.getHost(), address.getPort());
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

	private static RedisTemplate<String, Object> template(LettuceConnectionFactory factory) {
		RedisTemplate<String, Object> template = new RedisTemplate<>();
		template.setKeySerializer(RedisSerializer.string());
		template.setHashKeySerializer(RedisSerializer.string());
		template.setConnectionFactory(factory);
		template.afterPropertiesSet();
		return template;
	}

}
