package io.github.redistiers.connection;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServerExtension;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.resource.ClientResources;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A tier that is closed while it connects, as when the guard stops a start: nothing may
 * be complained about that nobody can mend.
 */
class TierShutdownFaultTests {

	private static final int ROUNDS = 5 * Integer.getInteger("redis-tiers.test.rounds", 3);

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final Random random = new Random();

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	@BeforeEach
	void listen() {
		this.log.start();
		this.root.addAppender(this.log);
	}

	@AfterEach
	void stopListening() {
		this.root.detachAppender(this.log);
	}

	@ParameterizedTest
	@EnumSource
	void isSilentAtAnyMoment(Server behaviour) throws Exception {
		try (FaultProxy proxy = FaultProxy.to(server.get())) {
			behaviour.apply(proxy);
			for (int round = 0; round < ROUNDS; round++) {
				startAndStop(behaviour, proxy, round % 2 == 0, round % 3 == 0);
			}
		}
		assertSilent();
	}

	/**
	 * An attempt of which is longer than closing waits.
	 */
	@ParameterizedTest
	@CsvSource({ "HEALTHY, CLUSTER", "HEALTHY, SENTINEL", "SILENT, STANDALONE", "SILENT, CLUSTER", "SILENT, SENTINEL",
			"ABSENT, CLUSTER", "ABSENT, SENTINEL", "SILENT_ABOUT_TLS, STANDALONE", "HEALTHY, STANDALONE" })
	void isSilentWhateverItConnectsTo(Server behaviour, Topology topology) throws Exception {
		try (FaultProxy proxy = FaultProxy.to(server.get())) {
			behaviour.apply(proxy);
			for (int round = 0; round < ROUNDS; round++) {
				ClientResources resources = TierClientResources.create((builder) -> {
				});
				boolean provided = round % 2 == 0;
				TestTier tier = TestTier.store(topology.of(proxy), (settings) -> {
					settings.clientResources(resources)
						.connectTimeout(Duration.ofMillis(300))
						.shutdownTimeout(Duration.ofMillis(1 + this.random.nextInt(100)));
					if (provided) {
						settings
							.credentials(RedisCredentialsProvider.from(() -> RedisCredentials.just("default", "any")));
					}
					if (behaviour.tls) {
						settings.ssl(null);
					}
				});
				LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(this.random.nextInt(20_000)));
				tier.close();
				resources.shutdown().get();
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
		}
		// that a server cannot be reached is a line of Lettuce's own
		assertThat(List.copyOf(this.log.list))
			.filteredOn((event) -> event.getThrowableProxy() != null || event.getLevel().equals(Level.ERROR))
			.isEmpty();
	}

	private void assertSilent() {
		assertThat(List.copyOf(this.log.list))
			.filteredOn((event) -> event.getThrowableProxy() != null
					|| !event.getLoggerName().equals(SharedLink.class.getName()))
			.isEmpty();
	}

	private void startAndStop(Server behaviour, FaultProxy proxy, boolean asked, boolean onOwnResources)
			throws Exception {
		ClientResources resources = onOwnResources ? ClientResources.create()
				: TierClientResources.create((builder) -> {
				});
		TestTier tier = TestTier.store(new RedisStandaloneConfiguration(proxy.host(), proxy.port()), (settings) -> {
			settings.clientResources(resources).connectTimeout(Duration.ofMillis(1 + this.random.nextInt(20)));
			if (behaviour.tls) {
				settings.ssl(null);
			}
		});
		if (asked) {
			try (NodeConnection connection = TierNodes.of(tier.tier()).get(0).connect()) {
				connection.execute("PING");
			}
			catch (NodeUnreachableException ex) {
				// as it should be
			}
		}
		else {
			LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(this.random.nextInt(20_000)));
		}
		tier.close();
		if (onOwnResources) {
			// An application that ends its own at once is at the mercy of Lettuce.
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(150));
		}
		// Waited for, so that its threads' complaints are heard.
		resources.shutdown().get();
	}

	/**
	 * How the servers are found.
	 */
	enum Topology {

		STANDALONE, SENTINEL, CLUSTER;

		RedisConfiguration of(FaultProxy proxy) {
			String node = proxy.host() + ":" + proxy.port();
			return switch (this) {
				case STANDALONE -> new RedisStandaloneConfiguration(proxy.host(), proxy.port());
				case SENTINEL -> new RedisSentinelConfiguration("dev", Set.of(node));
				case CLUSTER -> new RedisClusterConfiguration(List.of(node));
			};
		}

	}

	/**
	 * What a tier meets.
	 */
	enum Server {

		HEALTHY(false) {
		},

		SILENT(false) {

			@Override
			void apply(FaultProxy proxy) {
				proxy.blackHole();
			}

		},

		ABSENT(false) {

			@Override
			void apply(FaultProxy proxy) {
				proxy.refuseConnections();
			}

		},

		SILENT_ABOUT_TLS(true) {

			@Override
			void apply(FaultProxy proxy) {
				proxy.blackHole();
			}

		},

		WITHOUT_TLS(true) {
		};

		private final boolean tls;

		Server(boolean tls) {
			this.tls = tls;
		}

		void apply(FaultProxy proxy) {
		}

	}

}
