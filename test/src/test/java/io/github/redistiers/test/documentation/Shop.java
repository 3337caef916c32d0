package io.github.redistiers.test.documentation;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;

/**
 * The application that the pages are about.
 */
@SpringBootApplication
@EnableCaching
class Shop {

}
