package io.github.redistiers.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.redistiers.boot.StoreTierConnectionDetails;
import io.github.redistiers.boot.TierContainers;

import org.springframework.boot.testcontainers.service.connection.ServiceConnection;

/**
 * Makes a container of Testcontainers the store tier's server, whatever addresses the
 * application has. Stands where Spring Boot's
 * {@link ServiceConnection @ServiceConnection} does, and instead of it: on a static field
 * of a test, or on a bean method. Needs {@code spring-boot-testcontainers}.
 * <p>
 * The container may be of any class and image, such as {@code redis} or
 * {@code valkey/valkey}; it publishes port 6379. Its password is the one that follows
 * {@code --requirepass} in its command, or the environment variable
 * {@code REDIS_PASSWORD} or {@code VALKEY_PASSWORD}. Spring Boot's annotations for TLS,
 * such as {@code @PemTrustStore}, may stand beside it.
 * <p>
 * A container is one tier's: one that is marked as the other too fails the start. The
 * guard judges it in mode {@code warn}, unless {@code redis-tiers.guard.mode} says
 * otherwise.
 *
 * @since 0.1.0
 * @see CacheTierContainer
 */
@Documented
@ServiceConnection(name = TierContainers.STORE, type = StoreTierConnectionDetails.class)
@Target({ ElementType.FIELD, ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
public @interface StoreTierContainer {

}
