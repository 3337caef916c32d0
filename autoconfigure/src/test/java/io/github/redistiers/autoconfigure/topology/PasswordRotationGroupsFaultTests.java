package io.github.redistiers.autoconfigure.topology;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerBuilder;
import io.github.redistiers.devservices.SentinelGroup;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.StoreFailure;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose operator changes the password on each server of a group, and loses
 * a primary meanwhile.
 */
@EachServerGeneration
@Timeout(400)
class PasswordRotationGroupsFaultTests {

	private final ServerGeneration generation;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@SuppressWarnings("NullAway.Init")
	private PasswordFile password;

	PasswordRotationGroupsFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@BeforeEach
	void makeFile() {
		this.password = new PasswordFile(this.folder.resolve("password"));
		this.password.write("first");
	}

	@Test
	void areNoticedByNobodyBehindSentinels() {
		try (SentinelGroup group = SentinelGroup.start(this::settings)) {
			List<RedisServer> servers = List.of(group.primary(), group.replica());
			rotate(servers, (lost) -> group.failOver(), "sentinel.master=" + group.name(),
					"sentinel.nodes=" + String.join(",", group.nodes()));
		}
	}

	@Test
	void areNoticedByNobodyInACluster() {
		try (ClusterGroup group = ClusterGroup.start(this::settings)) {
			rotate(group.servers(), group::failOver, "cluster.nodes=" + String.join(",", group.nodes()));
		}
	}

	private RedisServerBuilder settings(RedisServerBuilder builder) {
		return builder.generation(this.generation).user("shop", "first", "~*", "&*", "+@all");
	}

	private void rotate(List<RedisServer> servers, Consumer<RedisServer> failOver, String... addresses) {
		this.password.application().withPropertyValues(ofBothTiers(addresses)).run((context) -> {
			assertThat(context).hasNotFailed();
			try (Load load = Load.on(context)) {
				set(servers, ">second");
				load.awaitAnswers();
				this.password.write("second");
				assertOpensAConnection(context);
				set(servers, "<first");
				assertOpensAConnection(context);
				load.awaitAnswers();
				assertThat(load.failuresOfStore()).isEmpty();
				assertThat(load.failuresOfCache()).isEmpty();
				// in the middle of the next one
				set(servers, ">third");
				failOver.accept(servers.get(0));
				load.awaitAnswers();
				this.password.write("third");
				List<RedisServer> running = servers.stream().filter(RedisServer::isRunning).toList();
				set(running, "<second");
				load.awaitAnswers();
				assertNamed(load);
				// all of them come back, with what is right now
				running.forEach((server) -> server.execute("CLIENT", "KILL", "USER", "shop"));
				Awaitility.await().ignoreExceptions().untilAsserted(() -> assertOpensAConnection(context));
				load.awaitAnswers();
				assertNamed(load);
			}
		});
	}

	private static void set(List<RedisServer> servers, String rule) {
		servers.forEach((server) -> server.execute("ACL", "SETUSER", "shop", rule));
	}

	private static void assertOpensAConnection(ApplicationContext context) {
		StringRedisTemplate template = context.getBean(StringRedisTemplate.class);
		for (int i = 0; i < 5; i++) {
			assertThat(template.opsForList().leftPop("absent" + i, Duration.ofMillis(10))).isNull();
		}
	}

	private static void assertNamed(Load load) {
		assertThat(load.failuresOfStore()).allMatch(StoreFailure.class::isInstance)
			.extracting(Throwable::getMessage)
			.noneMatch((message) -> message.contains("WRONGPASS") || message.contains("NOAUTH"));
		assertThat(load.failuresOfCache()).isEmpty();
	}

	private static String[] ofBothTiers(String... addresses) {
		return Stream.of("store", "cache")
			.flatMap((tier) -> Arrays.stream(addresses).map((address) -> "redis-tiers." + tier + "." + address))
			.toArray(String[]::new);
	}

}
