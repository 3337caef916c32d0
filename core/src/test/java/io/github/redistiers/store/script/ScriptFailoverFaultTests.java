package io.github.redistiers.store.script;

import java.time.Duration;
import java.util.Set;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.SentinelGroup;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.TestStore;
import io.github.redistiers.store.script.OwnScripts.Plain;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisSentinelConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

@EachServerGeneration
@Timeout(120)
class ScriptFailoverFaultTests {

	private final ServerGeneration generation;

	ScriptFailoverFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void runOnTheServerThatTookOver() {
		try (SentinelGroup group = SentinelGroup.start((builder) -> builder.generation(this.generation));
				TestStore store = TestStore.on(new RedisSentinelConfiguration(group.name(), Set.copyOf(group.nodes())),
						Duration.ofSeconds(5), new ScriptStructure())) {
			Plain plain = store.repositories().create(Plain.class);
			plain.increment("a", 1);
			RedisServer promoted = group.failOver();
			promoted.execute("SCRIPT", "FLUSH");
			Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
				plain.increment("b", 1);
				return promoted.execute("GET", "shop:script:plain:b") != null;
			});
		}
	}

}
