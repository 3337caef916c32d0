package io.github.redistiers.tracking;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.ProtocolVersion;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

@EachServerGeneration
@Timeout(60)
class KeyTrackingFaultTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.cache();

	private final List<String> heard = new CopyOnWriteArrayList<>();

	private TierConnectionFactory factory;

	private KeyTracking tracking;

	KeyTrackingFaultTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		this.factory = new TierConnectionFactory(TierSettings
			.builder("cache", TierRole.CACHE, new RedisStandaloneConfiguration(server.host(), server.port()))
			.build());
		this.factory.afterPropertiesSet();
		this.factory.start();
		this.tracking = new KeyTracking(this.factory, List.of("watched:"), new Notes());
		this.tracking.start();
		awaitHeard("tracked");
	}

	@AfterEach
	void stop() {
		this.tracking.close();
		this.factory.destroy();
	}

	@Test
	void hearsOfEveryKindOfChange() {
		server.execute("SET", "watched:a", "1");
		awaitHeard("watched:a");
		this.heard.clear();
		server.execute("DEL", "watched:a");
		awaitHeard("watched:a");
		server.execute("SET", "watched:b", "1", "PX", "500");
		awaitHeard("watched:b");
		this.heard.clear();
		awaitHeard("watched:b");
		server.execute("FLUSHALL");
		awaitHeard("all");
	}

	@Test
	void hearsOfNoOtherKeys() {
		server.execute("SET", "other:a", "1");
		server.execute("SET", "watched:last", "1");
		awaitHeard("watched:last");
		assertThat(this.heard).doesNotContain("other:a");
	}

	@Test
	void tellsThatItMissesChangesAndGoesOnAfterwards() {
		server.get().kill();
		awaitHeard("untracked");
		this.heard.clear();
		server.get().restart();
		awaitHeard("tracked");
		server.execute("SET", "watched:a", "1");
		awaitHeard("watched:a");
	}

	@Test
	void beginsAgainAfterTheConnectionFactoryWasStopped() {
		this.factory.stop();
		awaitHeard("untracked");
		this.heard.clear();
		this.factory.start();
		this.tracking.start();
		awaitHeard("tracked");
		server.execute("SET", "watched:a", "1");
		awaitHeard("watched:a");
	}

	@Test
	void isNotTrackedWithoutPushes() {
		TierConnectionFactory mute = new TierConnectionFactory(TierSettings
			.builder("cache", TierRole.CACHE, new RedisStandaloneConfiguration(server.host(), server.port()))
			.customizeClientOptions((options) -> options.protocolVersion(ProtocolVersion.RESP2))
			.build());
		mute.afterPropertiesSet();
		mute.start();
		try (StatefulRedisConnection<byte[], byte[]> connection = mute.openConnection()) {
			this.heard.clear();
			KeyTracking.on(connection, List.of("watched:"), new Notes());
			// the answers to what tracking asks have come by then
			connection.sync().ping();
			connection.sync().ping();
			connection.sync().ping();
			assertThat(this.heard).doesNotContain("tracked");
		}
		finally {
			mute.destroy();
		}
	}

	@Test
	void tellsAConnectionOfAChangeBeforeWhatItIsAnsweredAfterwards() {
		this.tracking.close();
		awaitHeard("untracked");
		this.heard.clear();
		try (StatefulRedisConnection<byte[], byte[]> connection = this.factory.openConnection()) {
			KeyTracking.on(connection, List.of("watched:"), new Notes());
			awaitHeard("tracked");
			for (int i = 0; i < 500; i++) {
				server.execute("SET", "watched:" + i, "1");
				connection.sync().ping();
				assertThat(this.heard).contains("watched:" + i);
			}
		}
	}

	@Test
	void hearsNothingWhenItIsClosed() {
		this.tracking.close();
		this.tracking.start();
		awaitHeard("untracked");
		this.heard.clear();
		server.execute("SET", "watched:a", "1");
		assertThat(this.heard).isEmpty();
	}

	private void awaitHeard(String what) {
		Awaitility.await().until(() -> this.heard.contains(what));
	}

	private final class Notes implements KeyTrackingListener {

		@Override
		public void tracked(String serverId) {
			assertThat(serverId).hasSize(40);
			KeyTrackingFaultTests.this.heard.add("tracked");
		}

		@Override
		public void untracked() {
			KeyTrackingFaultTests.this.heard.add("untracked");
		}

		@Override
		public void changed(String key) {
			KeyTrackingFaultTests.this.heard.add(key);
		}

		@Override
		public void changedAll() {
			KeyTrackingFaultTests.this.heard.add("all");
		}

	}

}
