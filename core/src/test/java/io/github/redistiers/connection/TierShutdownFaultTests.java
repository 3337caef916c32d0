package io.github.redistiers.connection;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServerExtension;
import io.lettuce.core.resource.ClientResources;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

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
