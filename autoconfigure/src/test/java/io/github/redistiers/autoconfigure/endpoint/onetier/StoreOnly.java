package io.github.redistiers.autoconfigure.endpoint.onetier;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * An application without a cache tier, in a package without repositories.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StoreOnly {

}
