package io.github.redistiers.store.flag;

import java.time.Duration;
import java.util.Set;

import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.SentinelGroup;
import io.github.redistiers.store.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static io.github.redistiers.store.flag.TestFlags.KEY;
import static io.github.redistiers.store.flag.TestFlags.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What takes longer, on one generation.
 */
@Timeout(180)
class FlagServersFaultTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	/**
	 * Who may do everything but have changes told.
	 */
	private static final String[] WITHOUT_TRACKING = { "ACL", "SETUSER", "untracked", "on", ">secret", "~*", "&*",
			"+@all", "-client", "+client|setname", "+client|getname", "+client|id", "+client|info" };

	@Test
	void keepTheirValuesInAFailoverAndHearOfTheNewPrimary() {
		try (SentinelGroup group = SentinelGroup.start((builder) -> builder);
				TestFlags process = new TestFlags(
						TestStore.on(new RedisSentinelConfiguration(group.name(), Set.copyOf(group.nodes())),
								Duration.ofSeconds(5), new FlagStructure()))) {
			Features features = process.pushed();
			features.set(Features.PAGE_SIZE, 50L);
			await(() -> group.replica().execute("HGET", KEY, "page-size"), "50");
			RedisServer promoted = group.failOver();
			assertThat(features.value(Features.PAGE_SIZE)).isEqualTo(50);
			promoted.execute("HSET", KEY, "page-size", "70");
			await(() -> features.value(Features.PAGE_SIZE), 70L);
			await(() -> features.status().pushed(), true);
			assertThat(features.status().lost()).isEmpty();
		}
	}

	@Test
	void hearOfChangesInACluster() {
		try (ClusterGroup group = ClusterGroup.start((builder) -> builder);
				TestFlags one = cluster(group);
				TestFlags other = cluster(group)) {
			assertThat(one.features().value(Features.PAGE_SIZE)).isEqualTo(20);
			other.features().set(Features.PAGE_SIZE, 50L);
			await(() -> one.features().value(Features.PAGE_SIZE), 50L);
			assertThat(one.features().status().pushed()).isFalse();
		}
	}

	@Test
	void keepTheirValuesWhileTheServerHangs() {
		try (TestFlags process = new TestFlags(
				TestStore.on(server.host(), server.port(), Duration.ofMillis(500), new FlagStructure()))) {
			Features features = process.pushed();
			features.set(Features.PAGE_SIZE, 50L);
			server.get().pause();
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(features::refresh);
			assertThat(features.value(Features.PAGE_SIZE)).isEqualTo(50);
			server.get().resume();
			server.execute("HSET", KEY, "page-size", "70");
			await(() -> features.value(Features.PAGE_SIZE), 70L);
		}
	}

	@Test
	void areReadNowAndThenWhereTheServerMayNotTellOfChanges() {
		server.execute(WITHOUT_TRACKING);
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration(server.host(), server.port());
		configuration.setUsername("untracked");
		configuration.setPassword("secret");
		try (TestFlags process = new TestFlags(
				TestStore.on(configuration, Duration.ofSeconds(5), new FlagStructure()))) {
			Features features = process.features();
			assertThat(features.value(Features.PAGE_SIZE)).isEqualTo(20);
			server.execute("HSET", KEY, "page-size", "70");
			await(() -> features.value(Features.PAGE_SIZE), 70L);
			assertThat(features.status().pushed()).isFalse();
		}
	}

	private static TestFlags cluster(ClusterGroup group) {
		return new TestFlags(
				TestStore.on(new RedisClusterConfiguration(group.nodes()), Duration.ofSeconds(5), new FlagStructure()));
	}

}
