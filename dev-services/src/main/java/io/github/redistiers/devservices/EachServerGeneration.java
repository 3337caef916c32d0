package io.github.redistiers.devservices;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs a test class once on each generation of {@link ServerGeneration#underTest()}. The
 * class takes the generation by a constructor parameter or by a field with JUnit's
 * {@link org.junit.jupiter.params.Parameter @Parameter}; a static
 * {@link RedisServerExtension} follows it by itself. The class has the tag
 * {@code generations}.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Tag("generations")
@ParameterizedClass(name = "{0}")
@MethodSource("io.github.redistiers.devservices.ServerGeneration#underTest")
public @interface EachServerGeneration {

}
