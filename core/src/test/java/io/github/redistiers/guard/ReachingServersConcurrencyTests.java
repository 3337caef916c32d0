package io.github.redistiers.guard;

import java.util.List;
import java.util.stream.IntStream;

import io.github.redistiers.connection.NodeConnection;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierNode;
import io.github.redistiers.connection.TierNodes;
import io.github.redistiers.devservices.ServerGeneration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that is there is reached every time: once in a thousand would keep somebody
 * from starting for nothing.
 */
class ReachingServersConcurrencyTests {

	@Test
	void neverMissesAServerThatIsThere() {
		try (Scene scene = new Scene(ServerGeneration.underTest().get(0))) {
			RedisTier store = scene.storeTier();
			TierNode node = TierNodes.of(store).get(0);
			// As in an inspection, one connection stays open while others come and go.
			try (NodeConnection first = node.connect()) {
				List<String> failures = IntStream.range(0, 3000)
					.parallel()
					.mapToObj((i) -> failure(node))
					.filter((failure) -> !failure.isEmpty())
					.toList();
				assertThat(failures).isEmpty();
				assertThat(first.execute("PING")).isEqualTo("PONG");
			}
		}
	}

	private static String failure(TierNode node) {
		try (NodeConnection connection = node.connect()) {
			return String.valueOf(connection.execute("INFO")).contains("run_id:") ? "" : "no run_id";
		}
		catch (RuntimeException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

}
