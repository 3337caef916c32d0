package io.github.redistiers.store.session;

import java.time.Duration;

import org.springframework.session.FlushMode;
import org.springframework.session.SaveMode;
import org.springframework.util.Assert;

/**
 * Settings of sessions.
 *
 * @param layout which layout is written
 * @param namespace what Spring Session's keys begin with, such as {@code spring:session}
 * @param timeout how long a new session lives without a request; negative for ever
 * @param touchFraction the part of a session's timeout that a request's time may go
 * unwritten: with 0.05 and 30 minutes one write each 90 seconds at most. A session ends
 * up to that much late, never early.
 * @param saveMode which attributes are taken for changed
 * @param flushMode when changes are written
 * @since 0.1.0
 */
public record SessionSettings(SessionLayout layout, String namespace, Duration timeout, double touchFraction,
		SaveMode saveMode, FlushMode flushMode) {

	/**
	 * Checks what it is told.
	 * @throws IllegalArgumentException if the namespace is blank, or the fraction is not
	 * from 0 to 1
	 */
	public SessionSettings {
		Assert.hasText(namespace, "A namespace must not be blank");
		Assert.isTrue(touchFraction >= 0 && touchFraction <= 1, "A touch fraction is between 0 and 1");
	}

	/**
	 * Settings without Spring Boot.
	 * @param layout which layout is written
	 * @return those that Spring Session has by default
	 */
	public static SessionSettings defaults(SessionLayout layout) {
		return new SessionSettings(layout, "spring:session", Duration.ofMinutes(30), 0.05, SaveMode.ON_SET_ATTRIBUTE,
				FlushMode.ON_SAVE);
	}

}
