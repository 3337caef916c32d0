package io.github.redistiers.store.counter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On an interface that extends {@link CounterRepository}: increments of one counter that
 * are made at the same time in this process go as one command, and each caller gets the
 * value that is exactly its own. Worth it where many threads count the same thing.
 * <p>
 * The first increment is sent at once; those that come while it is under way go together
 * afterwards, so that an increment may wait for two commands instead of one. They share
 * their command's fate: when its outcome is unknown, that of each is.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface CoalesceIncrements {

}
