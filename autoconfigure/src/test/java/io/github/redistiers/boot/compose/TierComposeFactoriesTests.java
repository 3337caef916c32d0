package io.github.redistiers.boot.compose;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactory;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the factories are registered.
 */
class TierComposeFactoriesTests {

	private static final String SPRING_BOOTS = DataRedisConnectionDetails.class.getPackageName()
		.replace("autoconfigure", "docker.compose.RedisDockerComposeConnectionDetailsFactory");

	@ParameterizedTest
	@MethodSource("orders")
	void seeALabelBeforeSpringBootWhoeverIsFirstOnTheClassPath(UnaryOperator<List<URL>> order) {
		List<String> loaded = SpringFactoriesLoader.forDefaultResourceLocation(ordered(order))
			.load(ConnectionDetailsFactory.class, FailureHandler.handleMessage((message, cause) -> {
			}))
			.stream()
			.map((factory) -> factory.getClass().getName())
			.toList();
		assertThat(loaded).containsSubsequence(CacheTierComposeConnectionDetailsFactory.class.getName(), SPRING_BOOTS)
			.containsSubsequence(StoreTierComposeConnectionDetailsFactory.class.getName(), SPRING_BOOTS);
	}

	private static Stream<UnaryOperator<List<URL>>> orders() {
		return Stream.of((resources) -> resources, (resources) -> {
			Collections.reverse(resources);
			return resources;
		});
	}

	private static ClassLoader ordered(UnaryOperator<List<URL>> order) {
		return new ClassLoader(TierComposeFactoriesTests.class.getClassLoader()) {

			@Override
			public Enumeration<URL> getResources(String name) throws IOException {
				return Collections.enumeration(order.apply(Collections.list(super.getResources(name))));
			}

		};
	}

}
