package io.github.redistiers.store.session;

import io.github.redistiers.codec.TypedJson;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.IndexResolver;
import org.springframework.session.Session;
import org.springframework.session.SessionIdGenerator;
import org.springframework.session.events.AbstractSessionEvent;

/**
 * What sessions need of the application.
 *
 * @param settings the settings
 * @param json keeps attributes as JSON
 * @param serializer keeps them as Spring Session does
 * @param principals say whose a session is
 * @param ids make session ids
 * @param events takes events
 * @param counts counts
 * @param obstacles what was seen that cannot be kept as JSON
 */
record SessionSurroundings(SessionSettings settings, TypedJson json, RedisSerializer<Object> serializer,
		IndexResolver<Session> principals, SessionIdGenerator ids, ApplicationEventPublisher events,
		SessionCounts counts, SessionObstacles obstacles) {

	@Nullable String principal(Session session) {
		return this.principals.resolveIndexesFor(session)
			.get(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME);
	}

	void publish(AbstractSessionEvent event) {
		this.events.publishEvent(event);
	}

}
