package io.github.redistiers.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Gives a test's application context a real cache server and a real store server of its
 * own, whatever addresses the application has. Stands beside {@code @SpringBootTest};
 * {@link RedisTiersTest @RedisTiersTest} brings it along.
 * <p>
 * Both servers are beans, so that a test can break them: inject a
 * {@link io.github.redistiers.devservices.RedisServer} qualified
 * {@link io.github.redistiers.CacheTier @CacheTier} or
 * {@link io.github.redistiers.StoreTier @StoreTier}, or {@link TierServers}. They stop
 * with the context and share its life in Spring's context cache: a test that breaks one
 * puts it right or marks the context dirty. A server that cannot be started fails the
 * test.
 *
 * @since 0.1.0
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ImportAutoConfiguration
public @interface AutoConfigureRedisTiers {

	/**
	 * Whether the cache server remembers anything.
	 * @return what it remembers
	 */
	CacheMemory cache() default CacheMemory.REMEMBERS;

}
