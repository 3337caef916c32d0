package io.github.redistiers.store;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.github.redistiers.codec.JsonCodecs;
import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.store.counter.CounterChange;
import io.github.redistiers.store.counter.CounterRepository;
import io.github.redistiers.store.counter.CounterStructure;
import io.github.redistiers.store.flag.Flag;
import io.github.redistiers.store.flag.FlagRepository;
import io.github.redistiers.store.flag.FlagStructure;
import io.github.redistiers.store.lock.LockRepository;
import io.github.redistiers.store.lock.LockStructure;
import io.github.redistiers.store.queue.JobObserver;
import io.github.redistiers.store.queue.JobOptions;
import io.github.redistiers.store.queue.QueueRepository;
import io.github.redistiers.store.queue.QueueSettings;
import io.github.redistiers.store.queue.QueueStructure;
import io.github.redistiers.store.reservation.ReservationRepository;
import io.github.redistiers.store.reservation.ReservationStructure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.core.ScanOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who filled the store.
 */
@EachServerGeneration
class RepositoryReportIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static final RepositoryName GROUPED = new RepositoryName("placed", "checkout");

	private final ServerGeneration generation;

	private final QueueStructure queues = new QueueStructure(QueueSettings.defaults(),
			new JsonCodecs(List.of(), getClass().getClassLoader()), JobObserver.NONE);

	private TestStore store;

	RepositoryReportIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@BeforeEach
	void start() {
		this.store = TestStore.on(new RedisStandaloneConfiguration(server.host(), server.port()), Duration.ofSeconds(5),
				new DurabilitySettings(DurabilityLevel.SERVER, 1, Duration.ofSeconds(5), "always"),
				new CounterStructure(), new FlagStructure(), new LockStructure(), new ReservationStructure(),
				this.queues);
	}

	@AfterEach
	void stop() {
		this.store.close();
	}

	@Test
	void countsWhatChangesAndNotWhatReads() {
		CounterRepository counters = create(CounterRepository.class, RepositoryName.of("views"));
		CounterRepository quiet = create(CounterRepository.class, RepositoryName.of("quiet"));
		assertThat(sent("views")).isZero();
		counters.increment("a");
		long one = sent("views");
		assertThat(one).isBetween((long) "INCRBY counter:views:a 1".length(), 100L);
		for (int i = 0; i < 9; i++) {
			counters.increment("a");
		}
		assertThat(sent("views")).isEqualTo(10 * one);
		counters.value("a");
		quiet.value("a");
		assertThat(sent("views")).isEqualTo(10 * one);
		assertThat(sent("quiet")).isZero();
		assertThat(this.store.repositories().reports()).extracting((report) -> report.name().value())
			.startsWith("views");
	}

	@Test
	void countsTheSameOfTwoThatHaveOneName() {
		create(CounterRepository.class, RepositoryName.of("views")).increment("a");
		long one = sent("views");
		create(CounterRepository.class, RepositoryName.of("views")).increment("a");
		assertThat(sent("views")).isEqualTo(2 * one);
	}

	@Test
	void countsLargeJobs() {
		Jobs jobs = create(Jobs.class, RepositoryName.of("jobs"));
		jobs.enqueue("the server knows the script from now on");
		long before = sent("jobs");
		jobs.enqueue("x".repeat(100_000));
		assertThat(sent("jobs") - before).isBetween(100_000L, 101_000L);
		jobs.enqueueAsync("x".repeat(100_000), JobOptions.defaults()).toCompletableFuture().join();
		assertThat(sent("jobs") - before).isBetween(200_000L, 202_000L);
	}

	@Test
	void countsWhatIsMadeDurable() {
		server.execute("CONFIG", "SET", "appendfsync", "always");
		Synced counters = create(Synced.class, RepositoryName.of("synced"));
		create(Synced.class, RepositoryName.of("other")).increment("a");
		counters.increment("a");
		long one = sent("synced");
		assertThat(one).isPositive();
		counters.increment("a");
		assertThat(sent("synced")).isEqualTo(2 * one);
	}

	@Test
	void countsForEachWhatChangesTogether() {
		Jobs jobs = create(Jobs.class, new RepositoryName("jobs", "checkout"));
		ReservationRepository stock = create(ReservationRepository.class, new RepositoryName("stock", "checkout"));
		this.store.repositories()
			.applyTogether(jobs.changes().enqueue("y".repeat(50_000), JobOptions.defaults()),
					stock.changes().reserve("tea", 1, "order-1", Duration.ofMinutes(1)));
		assertThat(sent("jobs")).isBetween(50_000L, 52_000L);
		assertThat(sent("stock")).isBetween(1L, 1000L);
	}

	@Test
	void knowsTheKeysOfEach() {
		CounterRepository counters = create(CounterRepository.class, RepositoryName.of("vie[w]s"));
		counters.increment("a");
		counters.change(CounterChange.of("b", 1).once("once", Duration.ofMinutes(1)));
		create(CounterRepository.class, GROUPED).change(CounterChange.of("c", 1).once("once", Duration.ofMinutes(1)));
		create(Jobs.class, RepositoryName.of("jobs")).enqueue("job");
		create(Jobs.class, new RepositoryName("grouped", "checkout")).enqueue("job");
		create(LockRepository.class, RepositoryName.of("locks")).tryAcquire("nightly");
		create(ReservationRepository.class, RepositoryName.of("stock")).restock("tea", 1, "delivery");
		create(Features.class, RepositoryName.of("features")).set(Flag.onOff("new-search", false), true);
		Set<String> keys = Objects.requireNonNull(this.store.template().keys("*"));
		assertThat(keys).hasSizeGreaterThan(10);
		for (RepositoryReport report : this.store.repositories().reports()) {
			Set<String> own = Set.copyOf(report.keyPatterns()
				.stream()
				.flatMap((pattern) -> this.store.template()
					.scan(ScanOptions.scanOptions().match(pattern).count(1000).build())
					.stream())
				.toList());
			assertThat(own).as(report.name() + " " + report.keyPatterns()).isNotEmpty();
			assertThat(keys).as(report.name() + " " + report.keyPatterns()).containsAll(own);
			keys.removeAll(own);
		}
		assertThat(keys).as("keys that belong to nobody").isEmpty();
	}

	@Test
	void countsInAClusterToo() {
		try (ClusterGroup cluster = ClusterGroup
			.start((builder) -> builder.generation(this.generation).preset(ServerPreset.STORE));
				TestStore clustered = TestStore.on(new RedisClusterConfiguration(cluster.nodes()),
						Duration.ofSeconds(5), new CounterStructure())) {
			CounterRepository counters = clustered.repositories()
				.create(CounterRepository.class, RepositoryName.of("views"));
			for (int i = 0; i < 10; i++) {
				counters.increment("key-" + i);
			}
			assertThat(clustered.repositories().reports()).singleElement()
				.satisfies((report) -> assertThat(report.bytesSent()).isBetween(200L, 2000L));
		}
	}

	@Test
	void knowsTheQueues() {
		create(Jobs.class, RepositoryName.of("jobs")).pause();
		assertThat(this.queues.queues()).containsOnlyKeys(RepositoryName.of("jobs"));
		assertThat(this.queues.queues().values()).allSatisfy((queue) -> assertThat(queue.status().isPaused()).isTrue());
	}

	private <R> R create(Class<R> type, RepositoryName name) {
		return this.store.repositories().create(type, name);
	}

	private long sent(String name) {
		return this.store.repositories()
			.reports()
			.stream()
			.filter((report) -> report.name().value().equals(name))
			.mapToLong(RepositoryReport::bytesSent)
			.sum();
	}

	interface Jobs extends QueueRepository<String> {

	}

	interface Features extends FlagRepository {

	}

	@Durability(DurabilityLevel.FSYNCED)
	interface Synced extends CounterRepository {

	}

}
