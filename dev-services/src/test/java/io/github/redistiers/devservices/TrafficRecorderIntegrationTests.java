package io.github.redistiers.devservices;

import java.time.Duration;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

@EachServerGeneration
class TrafficRecorderIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private final RedisClient client = RedisClient.create(SharedThreads.RESOURCES);

	private final ServerGeneration generation;

	TrafficRecorderIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@BeforeEach
	void isOfTheGeneration() {
		assertThat((String) server.execute("INFO")).matches(this.generation::matches);
	}

	@AfterEach
	void shutDown() {
		this.client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
	}

	@Test
	void recordsWhatClientsAskInOrder() {
		RedisCommands<String, String> commands = this.client.connect(RedisURI.create(server.address())).sync();
		try (TrafficRecorder recorder = TrafficRecorder.on(server.get())) {
			commands.set("a \"b\"", "c\\d");
			commands.eval(LuaScript.read("increment.lua"), ScriptOutputType.INTEGER, "n");
			server.execute("GET", "by-the-dev-services");
			assertThat(recorder.commands()).extracting(RecordedCommand::name).containsExactly("SET", "EVAL", "INCR");
			assertThat(recorder.commands().get(0).arguments()).containsExactly("a \"b\"", "c\\d");
			assertThat(recorder.commands().get(0).mentions("a ")).isTrue();
			assertThat(recorder.commands().get(2).client()).isEqualTo("lua");
			recorder.clear();
			assertThat(recorder.commands()).isEmpty();
			commands.get("x");
			assertThat(recorder.commands()).extracting(RecordedCommand::name).containsExactly("GET");
		}
	}

}
