package io.github.redistiers.store.session;

import java.util.Collection;
import java.util.List;

import io.github.redistiers.codec.TypedJson;
import io.github.redistiers.store.InvalidDeclarationException;
import io.github.redistiers.store.StructureContext;
import io.github.redistiers.store.StructureFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.DelegatingIndexResolver;
import org.springframework.session.IndexResolver;
import org.springframework.session.PrincipalNameIndexResolver;
import org.springframework.session.Session;
import org.springframework.session.SessionIdGenerator;
import org.springframework.session.UuidSessionIdGenerator;
import org.springframework.util.ClassUtils;

/**
 * Makes repositories of sessions.
 *
 * @since 0.1.0
 */
public final class SessionStructure implements StructureFactory<StoreSessionRepository> {

	private final SessionSurroundings surroundings;

	/**
	 * Sessions without Spring Boot.
	 * @param settings the settings
	 * @param allowedPackages the packages whose classes attributes may have
	 * @param classLoader loads these; {@code null} for the thread's
	 * @param events takes Spring Session's events
	 */
	public SessionStructure(SessionSettings settings, Collection<String> allowedPackages,
			@Nullable ClassLoader classLoader, ApplicationEventPublisher events) {
		this(settings, allowedPackages, classLoader, events, RedisSerializer.java(classLoader),
				new DelegatingIndexResolver<>(new PrincipalNameIndexResolver<>()),
				UuidSessionIdGenerator.getInstance());
	}

	/**
	 * Sessions.
	 * @param settings the settings
	 * @param allowedPackages the packages whose classes attributes may have, besides
	 * plain values of the JDK and what Spring Security has in sessions
	 * @param classLoader loads these; {@code null} for the thread's
	 * @param events takes Spring Session's events
	 * @param serializer what Spring Session's own repository would use
	 * @param principals say whose a session is
	 * @param ids make session ids
	 */
	public SessionStructure(SessionSettings settings, Collection<String> allowedPackages,
			@Nullable ClassLoader classLoader, ApplicationEventPublisher events, RedisSerializer<Object> serializer,
			IndexResolver<Session> principals, SessionIdGenerator ids) {
		TypedJson json = json(allowedPackages, classLoader);
		this.surroundings = new SessionSurroundings(settings, json, serializer, principals, ids, events,
				new SessionCounts(), new SessionObstacles(json));
	}

	private static TypedJson json(Collection<String> packages, @Nullable ClassLoader classLoader) {
		return ClassUtils.isPresent("org.springframework.security.jackson.SecurityJacksonModules", classLoader)
				? SecurityTypes.json(packages, classLoader) : new TypedJson(packages, classLoader, List.of(), null);
	}

	@Override
	public Class<StoreSessionRepository> structure() {
		return StoreSessionRepository.class;
	}

	@Override
	public StoreSessionRepository create(StructureContext context) {
		if (!context.name().group().isEmpty()) {
			throw new InvalidDeclarationException(
					"The sessions \"%s\" are in the group \"%s\", which would put all of them on one server of a cluster."
						.formatted(context.name().value(), context.name().group()),
					"Declare them without a group.");
		}
		return new RedisSessions(context, this.surroundings);
	}

}
