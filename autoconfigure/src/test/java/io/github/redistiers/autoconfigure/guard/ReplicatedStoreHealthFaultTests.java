package io.github.redistiers.autoconfigure.guard;

import java.util.List;
import java.util.Objects;

import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ReplicaPair;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is wrong with a store's replica, or with its primary, and whether the store is out
 * of service for it.
 */
@EachServerGeneration
class ReplicatedStoreHealthFaultTests {

	private static final String PERSISTENCE = "store.persistence-health";

	private static final int KEYS = 20;

	private final ReplicaPair pair;

	ReplicatedStoreHealthFaultTests(ServerGeneration generation) {
		this.pair = ReplicaPair.start((it) -> it.generation(generation).preset(ServerPreset.STORE));
	}

	@BeforeEach
	void write() {
		for (int i = 0; i < KEYS; i++) {
			this.pair.primary().execute("SET", "key:" + i, "1");
		}
		this.pair.awaitInStep();
		// as long as a replica writes its first file, it makes no snapshot
		List.of(this.pair.primary(), this.pair.replica())
			.forEach((server) -> Awaitility.await()
				.until(() -> tells(server, "aof_rewrite_in_progress:0") && tells(server, "aof_rewrite_scheduled:0")
						&& tells(server, "rdb_bgsave_in_progress:0")));
	}

	@AfterEach
	void close() {
		this.pair.close();
	}

	@Test
	void staysUpWhileAReplicaIsFull() {
		run((context) -> {
			this.pair.replica().execute("CONFIG", "SET", "maxmemory", "100000");
			assertThat(awaitFinding(context, "store.headroom", this.pair.replica()).getStatus()).isEqualTo(Status.UP);
			assertWrites(context);
		});
	}

	@Test
	void staysUpWhileAReplicaCannotSave() {
		// since 7.0 it would end itself with the next write that it is told of
		this.pair.replica().execute("CONFIG", "SET", "stop-writes-on-bgsave-error", "no");
		run((context) -> {
			fail(this.pair.replica(), "BGSAVE", "rdb_last_bgsave_status:err");
			assertThat(awaitFinding(context, PERSISTENCE, this.pair.replica()).getStatus()).isEqualTo(Status.UP);
			assertWrites(context);
		});
	}

	@Test
	void staysUpWhileItsPrimaryOnlyCannotRewriteItsFile() {
		run((context) -> {
			fail(this.pair.primary(), "BGREWRITEAOF", "aof_last_bgrewrite_status:err");
			assertThat(awaitFinding(context, PERSISTENCE, this.pair.primary()).getStatus()).isEqualTo(Status.UP);
			assertWrites(context);
		});
	}

	@Test
	void isOutOfServiceWhileItsPrimaryCannotSave() {
		run((context) -> {
			fail(this.pair.primary(), "BGSAVE", "rdb_last_bgsave_status:err");
			assertThat(awaitFinding(context, PERSISTENCE, this.pair.primary()).getStatus())
				.isEqualTo(Status.OUT_OF_SERVICE);
		});
	}

	private void run(Use use) {
		new ApplicationContextRunner()
			.withPropertyValues("spring.application.name=shop",
					"redis-tiers.store.masterreplica.nodes=" + String.join(",", this.pair.nodes()),
					"redis-tiers.guard.watch-interval=100ms")
			.withConfiguration(AutoConfigurations.of(TierConnectionAutoConfiguration.class,
					BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class,
					GuardAutoConfiguration.class, TierHealthAutoConfiguration.class,
					HealthContributorAutoConfiguration.class))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(health(context).getStatus()).isEqualTo(Status.UP);
				use.with(context);
			});
	}

	/**
	 * Lets a server begin to write, and ends the process that does.
	 */
	private static void fail(RedisServer server, String command, String told) {
		server.execute("CONFIG", "SET", "rdb-key-save-delay", "1000000");
		server.execute(command);
		ProcessHandle.of(server.pid()).orElseThrow().children().forEach(ProcessHandle::destroyForcibly);
		server.execute("CONFIG", "SET", "rdb-key-save-delay", "0");
		Awaitility.await().until(() -> tells(server, told));
	}

	private static boolean tells(RedisServer server, String words) {
		return String.valueOf(server.execute("INFO", "persistence")).contains(words);
	}

	private static void assertWrites(ApplicationContext context) {
		context.getBean(StringRedisTemplate.class).opsForValue().set("written", "1");
	}

	private static Health awaitFinding(ApplicationContext context, String finding, RedisServer server) {
		return Awaitility.await()
			.until(() -> health(context),
					(health) -> String.valueOf(health.getDetails()).contains(finding + " at " + server.address()));
	}

	private static Health health(ApplicationContext context) {
		CompositeHealthContributor all = context.getBean(CompositeHealthContributor.class);
		HealthIndicator indicator = (HealthIndicator) Objects.requireNonNull(all.getContributor("store"));
		return Objects.requireNonNull(indicator.health());
	}

	private interface Use {

		void with(ApplicationContext context);

	}

}
