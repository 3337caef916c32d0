package io.github.redistiers.store.flag;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

import static io.github.redistiers.store.flag.TestFlags.KEY;
import static io.github.redistiers.store.flag.TestFlags.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Flags whose store was emptied are not reset.
 */
@EachServerGeneration
@Timeout(60)
class FlagLossFaultTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private final Logger logger = (Logger) LoggerFactory.getLogger(FlagValues.class);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private TestFlags process;

	private Features features;

	FlagLossFaultTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		this.log.start();
		this.logger.addAppender(this.log);
		this.process = new TestFlags(server.get());
		this.features = this.process.pushed();
		this.features.set(Features.NEW_CHECKOUT, true);
		this.features.set(Features.PAGE_SIZE, 50L);
		assertUnharmed();
	}

	@AfterEach
	void stop() {
		this.logger.detachAppender(this.log);
		this.process.close();
	}

	@Test
	void keepTheirValuesAndSaySoOnce() {
		flush();
		assertUnharmed();
		this.features.refresh();
		this.features.refresh();
		assertUnharmed();
		assertThat(this.features.flags()).as("it is told what is in the store").isEmpty();
		assertThat(errors()).singleElement()
			.satisfies((message) -> assertThat(message).contains(KEY, "[new-checkout, page-size]", "restore()"));
	}

	@Test
	void areWrittenBack() {
		flush();
		try (TestFlags fresh = new TestFlags(server.get())) {
			Features ignorant = fresh.pushed();
			assertThat(ignorant.value(Features.PAGE_SIZE)).isEqualTo(20);
			assertThat(warnings()).anyMatch((message) -> message.contains("Nothing was ever written under " + KEY));
			assertThat(this.features.restore()).isEqualTo(2);
			assertThat(this.features.restore()).isZero();
			await(() -> ignorant.value(Features.PAGE_SIZE), 50L);
			await(() -> ignorant.isOn(Features.NEW_CHECKOUT), true);
			assertThat(ignorant.status().lost()).isEmpty();
		}
		assertThat(this.features.status().lost()).isEmpty();
		assertUnharmed();
		assertThat(warnings()).anyMatch((message) -> message.contains("in the store again"));
	}

	@Test
	void areWrittenBackWithAnyChange() {
		flush();
		this.features.set(Features.BANNER, "x");
		assertThat(this.features.flags()).hasSize(3);
		assertUnharmed();
		flush();
		this.features.setAsync(Features.BANNER, "y").toCompletableFuture().join();
		assertThat(this.features.flags()).hasSize(3);
		flush();
		assertThat(this.features.delete(Features.BANNER)).isTrue();
		assertThat(this.features.flags()).hasSize(2);
		assertUnharmed();
	}

	/**
	 * Nobody has told the writer yet.
	 */
	@Test
	void areWrittenBackByAProcessThatDoesNotKnowOfTheLoss() {
		server.execute("FLUSHALL");
		this.features.set(Features.BANNER, "x");
		assertThat(this.features.flags()).hasSize(3);
		assertUnharmed();
	}

	@Test
	void keepTheirValuesWhenAProcessWritesThatNeverKnewThem() {
		flush();
		try (TestFlags fresh = new TestFlags(server.get())) {
			fresh.features().set(Features.BANNER, "new");
			await(() -> this.features.value(Features.BANNER), "new");
			assertUnharmed();
			assertThat(this.features.status().lost()).containsExactlyInAnyOrder("new-checkout", "page-size");
			assertThat(this.features.restoreAsync().toCompletableFuture().join()).isEqualTo(2);
			fresh.features().refresh();
			assertThat(fresh.features().value(Features.PAGE_SIZE)).isEqualTo(50);
			assertThat(this.features.value(Features.BANNER)).isEqualTo("new");
		}
	}

	@Test
	void keepTheirValuesWhenAnOperatorWritesSomeAgain() {
		flush();
		server.execute("HSET", KEY, "page-size", "60");
		await(() -> this.features.value(Features.PAGE_SIZE), 60L);
		assertThat(this.features.isOn(Features.NEW_CHECKOUT)).isTrue();
		assertThat(this.features.status().lost()).containsExactly("new-checkout");
		server.execute("HSET", KEY, "new-checkout", "off");
		await(() -> this.features.isOn(Features.NEW_CHECKOUT), false);
		assertThat(this.features.status().lost()).isEmpty();
	}

	@Test
	void keepTheirValuesWhereOnlyOperatorsHaveWritten() {
		server.execute("HDEL", KEY, ":id");
		this.features.refresh();
		flush();
		assertUnharmed();
		this.features.set(Features.BANNER, "x");
		assertThat(this.features.flags()).hasSize(3);
	}

	@Test
	void areNotLostWhenAllAreDeleted() {
		this.features.delete(Features.NEW_CHECKOUT);
		this.features.delete(Features.PAGE_SIZE);
		assertThat(this.features.isOn(Features.NEW_CHECKOUT)).isFalse();
		assertThat(this.features.value(Features.PAGE_SIZE)).isEqualTo(20);
		assertThat(this.features.status().lost()).isEmpty();
		assertThat(errors()).isEmpty();
		assertThat(server.execute("EXISTS", KEY)).isEqualTo(1L);
	}

	private void flush() {
		server.execute("FLUSHALL");
		await(() -> this.features.status().lost().isEmpty(), false);
	}

	private void assertUnharmed() {
		assertThat(this.features.isOn(Features.NEW_CHECKOUT)).isTrue();
		assertThat(this.features.value(Features.PAGE_SIZE)).isEqualTo(50);
	}

	private List<String> errors() {
		return messages(Level.ERROR);
	}

	private List<String> warnings() {
		return messages(Level.WARN);
	}

	private List<String> messages(Level level) {
		return List.copyOf(this.log.list)
			.stream()
			.filter((event) -> event.getLevel() == level)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

}
