package io.github.redistiers.autoconfigure.store;

import io.github.redistiers.TierRole;
import io.github.redistiers.boot.ConditionalOnTier;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} for {@code @RedisHash} repositories on the
 * store tier.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = "io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration")
public final class StoreTierEntitiesAutoConfiguration {

	@Bean
	@ConditionalOnTier(TierRole.STORE)
	static AtomicEntities redisAtomicEntities(Environment environment) {
		return new AtomicEntities(environment);
	}

}
