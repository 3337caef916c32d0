package io.github.redistiers.guard;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerBuilder;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.SmallDisk;
import io.github.redistiers.devservices.UnreliableDisk;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What goes wrong on a store that works is told by a log line, an event and the report,
 * and told again when it is right.
 */
@Timeout(120)
@EachServerGeneration
class DriftFaultTests {

	private final ServerGeneration generation;

	private final BlockingQueue<VerdictChange> heard = new LinkedBlockingQueue<>();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final Logger logger = (Logger) LoggerFactory.getLogger(GuardWatch.class);

	private @Nullable Level level;

	DriftFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@BeforeEach
	void listenToTheLog() {
		this.level = this.logger.getLevel();
		this.logger.setLevel(Level.INFO);
		this.log.start();
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.log);
		this.logger.setLevel(this.level);
	}

	@Test
	void tellsOfEvictions() throws Exception {
		assertTold("store.evicted-keys", (it) -> it.setting("maxmemory-policy", "volatile-random"), WrongState::evict,
				(server) -> server.execute("CONFIG", "RESETSTAT"));
	}

	@Test
	void tellsOfAStoreThatIsFull() throws Exception {
		assertTold("store.headroom", UnaryOperator.identity(), RedisServer::fillToMaxmemory, RedisServer::makeSpace);
	}

	@Test
	void tellsThatNobodyNeedsAPasswordAnyMore() throws Exception {
		try (Scene scene = new Scene(this.generation)) {
			RedisServer server = scene.start((it) -> it.password("secret"));
			// which its configuration file has as a user's
			server.execute("CONFIG", "SET", "requirepass", "secret");
			RedisTier store = scene.tier(TierRole.STORE, "127.0.0.1", server.port(), "default", "secret");
			try (Guard guard = new Guard(List.of(store),
					List.of(new AuthenticationCheck(TierRole.STORE, (address) -> false)), List.of(),
					GuardSettings.defaults())) {
				assertTold("store.authentication", guard, store,
						() -> server.execute("CONFIG", "SET", "requirepass", ""),
						() -> server.execute("CONFIG", "SET", "requirepass", "secret"));
			}
		}
	}

	@Test
	void tellsThatTheStoreBecameAReplica() throws Exception {
		try (Scene scene = new Scene(this.generation);
				Guard guard = Scene.guard(GuardSettings.defaults(), scene.storeTier())) {
			assertTold("store.primary", guard, scene.storeTier(), () -> scene.store().makeReadOnly(),
					() -> scene.store().makePrimary());
		}
	}

	@Test
	@Tag("machine")
	void tellsThatTheDiskIsFull() throws Exception {
		try (SmallDisk disk = SmallDisk.mount(8)) {
			assertTold("store.persistence-health", (it) -> it.dataDirectory(disk.path()), (server) -> disk.fill(),
					(server) -> disk.free());
		}
	}

	@Test
	@Tag("machine")
	void tellsThatTheDiskFailsToSync() throws Exception {
		try (UnreliableDisk disk = UnreliableDisk.create()) {
			assertTold("store.persistence-health", (it) -> it.disk(disk), (server) -> disk.failSyncs(), (server) -> {
				disk.repair();
				server.execute("CONFIG", "SET", "appendonly", "no");
				server.execute("CONFIG", "SET", "appendonly", "yes");
			});
		}
	}

	private void assertTold(String id, UnaryOperator<RedisServerBuilder> settings, Step wrong, Step right)
			throws Exception {
		try (Scene scene = new Scene(this.generation, UnaryOperator.identity(), settings);
				Guard guard = Scene.guard(GuardSettings.defaults(), scene.storeTier())) {
			assertTold(id, guard, scene.storeTier(), () -> wrong.on(scene.store()), () -> right.on(scene.store()));
		}
	}

	private void assertTold(String id, Guard guard, RedisTier store, Runnable wrong, Runnable right) throws Exception {
		guard.inspect();
		try (Load load = new Load(store);
				GuardWatch watch = new GuardWatch(guard, Duration.ofMillis(100), List.of(this.heard::add))) {
			watch.start();
			wrong.run();
			VerdictChange worse = next(id, Verdict.WRONG);
			assertThat(Scene.finding(guard.report(), id).verdict()).isEqualTo(Verdict.WRONG);
			right.run();
			VerdictChange better = next(id, Verdict.OK);
			assertThat(Scene.finding(guard.report(), id).verdict()).isEqualTo(Verdict.OK);
			assertThat(load.calls).isTrue();
			List<String> lines = List.copyOf(this.log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
			assertThat(lines).contains(worse.sentence(), better.sentence());
		}
	}

	private VerdictChange next(String id, Verdict verdict) throws InterruptedException {
		while (true) {
			VerdictChange change = this.heard.poll(60, TimeUnit.SECONDS);
			assertThat(change).as("a change of " + id + " to " + verdict).isNotNull();
			if (change.after().id().equals(id) && change.after().verdict() == verdict) {
				return change;
			}
		}
	}

	private interface Step {

		void on(RedisServer server);

	}

	/**
	 * An application that goes on writing whatever becomes of it.
	 */
	private static final class Load implements AutoCloseable {

		private final AtomicBoolean isClosed = new AtomicBoolean();

		private final AtomicBoolean calls = new AtomicBoolean();

		private final Thread thread;

		Load(RedisTier store) {
			StringRedisTemplate template = new StringRedisTemplate(store.connectionFactory());
			this.thread = new Thread(() -> {
				while (!this.isClosed.get()) {
					try {
						template.opsForValue().increment("load");
						this.calls.set(true);
					}
					catch (DataAccessException ex) {
						// it may well be refused
					}
				}
			});
			this.thread.start();
		}

		@Override
		public void close() throws InterruptedException {
			this.isClosed.set(true);
			this.thread.join();
		}

	}

}
