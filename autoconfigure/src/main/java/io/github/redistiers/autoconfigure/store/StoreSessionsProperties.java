package io.github.redistiers.autoconfigure.store;

import java.time.Duration;
import java.util.List;

import io.github.redistiers.store.session.SessionLayout;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of HTTP sessions on the store tier.
 *
 * @param repository Whose repository keeps sessions: "spring" is Spring Session's own,
 * "tiers" is this library's. With "spring" none of the other properties matters.
 * @param layout What "tiers" writes: "spring" is Spring Session's layout, for as long as
 * instances with that repository run; "tiers" is JSON, when there are none any more. Both
 * are read always.
 * @param touchFraction The part of a session's timeout that the time of a request may go
 * unwritten, between 0 and 1. A session ends up to that much late, never early.
 * @param sweepInterval How often sessions that have ended are looked for.
 * @param allowedPackages Packages whose classes session attributes may have, besides the
 * application's own, plain values of the JDK and those of Spring Security.
 */
@ConfigurationProperties("redis-tiers.store.sessions")
record StoreSessionsProperties(@DefaultValue("spring") Repository repository,
		@DefaultValue("spring") SessionLayout layout, @DefaultValue("0.05") double touchFraction,
		@DefaultValue("30s") Duration sweepInterval, @DefaultValue List<String> allowedPackages) {

	/**
	 * Whose repository keeps sessions.
	 */
	enum Repository {

		/**
		 * Spring Session's own.
		 */
		SPRING,

		/**
		 * This library's.
		 */
		TIERS

	}

}
