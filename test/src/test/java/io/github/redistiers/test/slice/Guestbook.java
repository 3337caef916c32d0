package io.github.redistiers.test.slice;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;

/**
 * An application of which tests want to see its tiers.
 */
@SpringBootApplication
@EnableCaching
class Guestbook {

}
