package io.github.redistiers.autoconfigure.store;

import io.github.redistiers.TierRole;
import io.github.redistiers.boot.ConditionalOnTier;
import io.github.redistiers.boot.InvalidTierPropertyException;
import io.github.redistiers.store.StoreRepositories;
import io.github.redistiers.store.session.SessionStructure;
import io.github.redistiers.store.session.SessionSweeper;
import io.github.redistiers.store.session.StoreSessionRepository;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.IndexResolver;
import org.springframework.session.Session;
import org.springframework.session.SessionIdGenerator;
import org.springframework.session.SessionRepository;
import org.springframework.session.config.annotation.web.http.SpringHttpSessionConfiguration;

/**
 * {@link AutoConfiguration Auto-configuration} for HTTP sessions in this library's own
 * repository. Without {@code redis-tiers.store.sessions.repository=tiers} Spring
 * Session's keeps them.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		afterName = { "io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration",
				"io.github.redistiers.autoconfigure.store.StoreTierRepositoriesAutoConfiguration" },
		beforeName = { "org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration",
				"org.springframework.boot.session.autoconfigure.SessionAutoConfiguration" })
@ConditionalOnProperty(name = StoreTierSessionsAutoConfiguration.PROPERTY, havingValue = "tiers")
@EnableConfigurationProperties(StoreSessionsProperties.class)
public final class StoreTierSessionsAutoConfiguration {

	static final String PROPERTY = "redis-tiers.store.sessions.repository";

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ FindByIndexNameSessionRepository.class, SpringHttpSessionConfiguration.class })
	@ConditionalOnTier(TierRole.STORE)
	@ConditionalOnMissingBean(SessionRepository.class)
	@Import(SpringHttpSessionConfiguration.class)
	static class ServletSessions {

		@Bean
		SessionStructure sessionStructure(StoreSessionsProperties properties, ApplicationContext context,
				@Qualifier("springSessionDefaultRedisSerializer") ObjectProvider<RedisSerializer<Object>> serializer,
				ObjectProvider<IndexResolver<Session>> principals, ObjectProvider<SessionIdGenerator> ids) {
			return StoreSessions.structure(properties, context, serializer.getIfAvailable(),
					principals.getIfAvailable(), ids.getIfAvailable());
		}

		@Bean
		StoreSessionRepository sessionRepository(StoreRepositories repositories, SessionStructure structure) {
			return repositories.create(StoreSessionRepository.class, "http");
		}

		@Bean
		SessionSweeper sessionSweeper(StoreSessionRepository sessions, StoreSessionsProperties properties,
				ApplicationContext context) {
			return new SessionSweeper(sessions, StoreSessions.settings(properties, context.getEnvironment()),
					properties.sweepInterval());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(OnNoServletSessionsCondition.class)
	static class NoSessions {

		@Bean
		static BeanFactoryPostProcessor noServletSessions() {
			return (beanFactory) -> {
				throw new InvalidTierPropertyException(
						PROPERTY, PROPERTY
								+ " is tiers, but this is no servlet application with Spring Session and a store tier.",
						"Remove the property, or add org.springframework.session:spring-session-core and"
								+ " redis-tiers.store.url. Reactive sessions stay in Spring Session's own repository.");
			};
		}

	}

	static class OnNoServletSessionsCondition extends NoneNestedConditions {

		OnNoServletSessionsCondition() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnWebApplication(type = Type.SERVLET)
		@ConditionalOnClass(name = "org.springframework.session.FindByIndexNameSessionRepository")
		@ConditionalOnTier(TierRole.STORE)
		static class Possible {

		}

	}

}
