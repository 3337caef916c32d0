package io.github.redistiers.connection;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnection;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectionHints}.
 */
class ConnectionHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	ConnectionHintsTests() {
		new ConnectionHints().registerHints(this.hints, getClass().getClassLoader());
	}

	@Test
	void knowTheProxiesOfConnections() {
		for (Class<?> type : List.of(StatefulRedisConnection.class, StatefulRedisClusterConnection.class,
				RedisConnection.class)) {
			assertThat(RuntimeHintsPredicates.proxies().forInterfaces(type)).as(type.getName()).accepts(this.hints);
		}
		for (Class<?> type : List.of(TierConnection.class, TierClusterConnection.class)) {
			assertThat(RuntimeHintsPredicates.proxies().forInterfaces(ClassUtils.getAllInterfacesForClass(type)))
				.as(type.getName())
				.accepts(this.hints);
		}
	}

	@Test
	void knowTheProxiesOfAllThatAConnectionHandsOut() throws ReflectiveOperationException {
		RedisClient client = RedisClient.create();
		try (LettuceConnection connection = new LettuceConnection(1000, client)) {
			List<Method> groups = Arrays.stream(RedisConnection.class.getMethods())
				.filter((method) -> method.getParameterCount() == 0
						&& method.getReturnType().getSimpleName().endsWith("Commands"))
				.toList();
			assertThat(groups).hasSizeGreaterThan(10);
			for (Method group : groups) {
				Class<?> type = group.invoke(connection).getClass();
				assertThat(RuntimeHintsPredicates.proxies().forInterfaces(ClassUtils.getAllInterfacesForClass(type)))
					.as(group.getName())
					.accepts(this.hints);
				assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(group)).as(group.getName())
					.accepts(this.hints);
			}
		}
		finally {
			client.shutdown();
		}
	}

	@Test
	void knowWhatIsCalledByName() {
		assertThat(RelaxedTimeouts.calledByName())
			.allSatisfy((method) -> assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method))
				.accepts(this.hints));
	}

}
