package io.github.redistiers.autoconfigure.guard;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;

/**
 * Matches if the application's sessions are kept in one of Spring Session's indexed
 * repositories, which listen to the server's keyspace events.
 */
class OnIndexedSessionsCondition extends AnyNestedCondition {

	OnIndexedSessionsCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnBean(type = "org.springframework.session.data.redis.RedisIndexedSessionRepository")
	static class OfServlets {

	}

	@ConditionalOnBean(type = "org.springframework.session.data.redis.ReactiveRedisIndexedSessionRepository")
	static class OfReactive {

	}

}
