package io.github.redistiers.autoconfigure.store;

import io.github.redistiers.boot.store.SessionMeters;
import io.github.redistiers.store.session.StoreSessionRepository;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.session.SessionRepository;

/**
 * {@link AutoConfiguration Auto-configuration} for the meters of HTTP sessions.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = StoreTierSessionsAutoConfiguration.class)
@ConditionalOnClass({ MeterBinder.class, SessionRepository.class })
@ConditionalOnBean(StoreSessionRepository.class)
public final class StoreTierSessionMetricsAutoConfiguration {

	@Bean
	SessionMeters redisTiersSessionMeters(StoreSessionRepository sessions) {
		return new SessionMeters(sessions.counts());
	}

}
