package io.github.redistiers.autoconfigure.observe;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is measured of the tiers' connections.
 *
 * @param commands Whether Lettuce's timers of commands are registered for both tiers,
 * where there is a meter registry.
 * @param histogram Whether these timers are histograms, from which percentiles of many
 * instances can be made.
 * @since 0.1.0
 */
@ConfigurationProperties("redis-tiers.metrics")
record MetricsProperties(@DefaultValue("true") boolean commands, @DefaultValue("false") boolean histogram) {

}
