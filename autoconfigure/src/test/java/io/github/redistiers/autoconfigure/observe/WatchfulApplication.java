package io.github.redistiers.autoconfigure.observe;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.autoconfigure.endpoint.TiersEndpointAutoConfiguration;
import io.github.redistiers.autoconfigure.guard.GuardAutoConfiguration;
import io.github.redistiers.autoconfigure.guard.TierHealthAutoConfiguration;
import io.github.redistiers.autoconfigure.store.StoreTierRepositoriesAutoConfiguration;
import io.github.redistiers.boot.endpoint.TiersEndpoint;
import io.github.redistiers.boot.observe.ServerMeters;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.guard.GuardListener;
import io.github.redistiers.guard.GuardReport;
import io.github.redistiers.guard.VerdictChange;
import io.github.redistiers.observe.TierMeter;
import io.lettuce.core.internal.HostAndPort;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.MappingSocketAddressResolver;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose guard watches the store, and all places where it tells what it has
 * found: log, events, meters, health and endpoint.
 */
final class WatchfulApplication {

	/**
	 * For documentation (RFC 5737), so that no guard takes it for loopback. The clients
	 * of this application find 127.0.0.1 there.
	 */
	private static final String HOST = "192.0.2.1";

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final List<Told> events = new CopyOnWriteArrayList<>();

	private final AtomicInteger looks = new AtomicInteger();

	private final StoreUser user;

	private final String[] store;

	private final CapturedOutput output;

	private @Nullable ApplicationContext context;

	private WatchfulApplication(StoreUser user, CapturedOutput output, String... store) {
		this.user = user;
		this.output = output;
		this.store = store;
	}

	/**
	 * One on a store that is not on loopback, as far as it knows.
	 */
	static WatchfulApplication on(RedisServer store, StoreUser user, CapturedOutput output) {
		return new WatchfulApplication(user, output, "redis-tiers.store.host=" + HOST,
				"redis-tiers.store.port=" + store.port(), "redis-tiers.store.password=" + StoreUser.PASSWORD);
	}

	/**
	 * One on a store that these properties describe.
	 */
	static WatchfulApplication on(StoreUser user, CapturedOutput output, String... store) {
		return new WatchfulApplication(user, output, store);
	}

	void run(Use use) {
		runner().run((context) -> {
			assertThat(context).hasNotFailed();
			this.context = context;
			context.getBean(ServerMeters.class).bindTo(this.meters);
			use.with(this);
			assertThat(this.output).doesNotContain(StoreUser.PASSWORD);
		});
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withPropertyValues("spring.application.name=shop", "redis-tiers.store.username=" + this.user.userName(),
					"redis-tiers.guard.watch-interval=200ms", "redis-tiers.guard.on-drift=out-of-service",
					"management.endpoints.web.exposure.include=*")
			.withPropertyValues(this.store)
			.withInitializer((context) -> context.addApplicationListener(
					(ApplicationListener<PayloadApplicationEvent<VerdictChange>>) (event) -> this.events
						.add(new Told(event.getPayload(), this.looks.get()))))
			.withBean(GuardListener.class, () -> new Looks(this.looks))
			.withBean(MeterRegistry.class, () -> this.meters)
			.withBean(ClientResourcesBuilderCustomizer.class, () -> WatchfulApplication::leadToLoopback)
			.withConfiguration(AutoConfigurations.of(TierConnectionAutoConfiguration.class,
					BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class,
					StoreTierRepositoriesAutoConfiguration.class, GuardAutoConfiguration.class,
					TierHealthAutoConfiguration.class, TierMetricsAutoConfiguration.class,
					TiersEndpointAutoConfiguration.class));
	}

	private static void leadToLoopback(ClientResources.Builder builder) {
		builder.socketAddressResolver(
				MappingSocketAddressResolver.create((HostAndPort node) -> HOST.equals(node.getHostText())
						? HostAndPort.of("127.0.0.1", node.getPort()) : node));
	}

	/**
	 * What the guard calls the server that it does not know to be on loopback.
	 */
	static String node(RedisServer store) {
		return "redis://" + HOST + ":" + store.port();
	}

	/**
	 * How often it has looked at the store.
	 */
	int looks() {
		return this.looks.get();
	}

	/**
	 * Waits until it has looked at what is there now, start to end.
	 */
	void awaitLook() {
		int before = looks();
		eventually(() -> looks() >= before + 2);
	}

	/**
	 * Writes as the application does.
	 */
	void write() {
		context().getBean(StringRedisTemplate.class).opsForValue().set("shop:load", "1");
	}

	/**
	 * Waits until everybody is told that something is wrong.
	 * @param looks how often it had looked when that was so: the look that was under way
	 * may have missed it, the next one does not
	 */
	void awaitWrong(String finding, String node, Status status, int looks) {
		Told told = awaitEvent(finding, node, true);
		assertThat(told.looksBefore()).isLessThanOrEqualTo(looks + 1);
		eventually(() -> this.output.getOut().contains(subject(finding, node) + " has changed: found "));
		awaitShown(finding, node, -1, "wrong",
				(health) -> health.getStatus().equals(status) && mentions(health, finding, node));
	}

	/**
	 * Waits until everybody is told that it is right again.
	 */
	void awaitRight(String finding, String node, int looks) {
		Told told = awaitEvent(finding, node, false);
		assertThat(told.looksBefore()).isLessThanOrEqualTo(looks + 1);
		eventually(() -> this.output.getOut().contains(subject(finding, node) + " is right again: "));
		awaitUnharmed(finding, node);
	}

	/**
	 * Each change is told once, however long it lasts.
	 */
	void assertToldOnce(String finding, String node) {
		assertThat(this.events).filteredOn((told) -> told.isOf(finding, node))
			.extracting((told) -> told.change().after().severity() + " " + told.change().after().verdict()
					+ told.change().after().needs())
			.doesNotHaveDuplicates();
	}

	/**
	 * Waits until it is shown that something is right.
	 */
	void awaitUnharmed(String finding, String node) {
		awaitShown(finding, node, 1, "ok",
				(health) -> health.getStatus().equals(Status.UP) && !mentions(health, finding, node));
	}

	/**
	 * Waits until it is shown that something cannot be known, and why.
	 */
	void awaitUnknown(String finding, String node, String why) {
		awaitShown(finding, node, 0, "unknown", (health) -> health.getStatus().equals(Status.UP));
		assertThat(entry(finding, node)).contains(why);
		assertThat(this.events).noneMatch((told) -> told.isOf(finding, node));
	}

	/**
	 * Waits until it is shown that a server is the primary.
	 */
	void awaitPrimary(String node) {
		Pattern server = Pattern.compile("address=" + Pattern.quote(node) + ", reached=true, [^\\]]*role=primary");
		eventually(
				() -> server.matcher(String.valueOf(context().getBean(TiersEndpoint.class).entries("tiers", "store")))
					.find());
	}

	private Told awaitEvent(String finding, String node, boolean isWorse) {
		eventually(() -> this.events.stream()
			.anyMatch((told) -> told.isOf(finding, node) && told.change().isWorse() == isWorse));
		return this.events.stream()
			.filter((told) -> told.isOf(finding, node) && told.change().isWorse() == isWorse)
			.findFirst()
			.orElseThrow();
	}

	private void awaitShown(String finding, String node, double meter, String verdict, Predicate<Health> health) {
		eventually(() -> {
			Gauge gauge = this.meters.find(TierMeter.VERDICT.meterName())
				.tags("finding", finding, "node", node)
				.gauge();
			return gauge != null && gauge.value() == meter;
		});
		eventually(() -> health.test(health()));
		eventually(() -> entry(finding, node).contains("verdict=" + verdict));
	}

	private String entry(String finding, String node) {
		List<?> entries = context().getBean(TiersEndpoint.class).entries("findings", finding);
		return Objects.requireNonNullElse(entries, List.of())
			.stream()
			.map(String::valueOf)
			.filter((entry) -> entry.contains("servers=[" + node + "]"))
			.collect(Collectors.joining());
	}

	private Health health() {
		CompositeHealthContributor all = context().getBean(CompositeHealthContributor.class);
		return Objects.requireNonNull(((HealthIndicator) Objects.requireNonNull(all.getContributor("store"))).health());
	}

	private static boolean mentions(Health health, String finding, String node) {
		return health.getDetails().toString().contains(finding + " at " + node + ":");
	}

	private static String subject(String finding, String node) {
		return finding + " of the store at " + node;
	}

	private ApplicationContext context() {
		return Objects.requireNonNull(this.context);
	}

	/**
	 * However busy the machine is.
	 */
	static void eventually(Callable<Boolean> condition) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(20))
			.until(condition);
	}

	/**
	 * What somebody does with a running application.
	 */
	@FunctionalInterface
	interface Use {

		void with(WatchfulApplication application) throws Exception;

	}

	/**
	 * An event, and how many looks had ended before.
	 */
	private record Told(VerdictChange change, int looksBefore) {

		boolean isOf(String finding, String node) {
			return this.change.after().id().equals(finding) && this.change.after().servers().contains(node);
		}

	}

	/**
	 * Counts looks.
	 */
	private record Looks(AtomicInteger count) implements GuardListener {

		@Override
		public void changed(VerdictChange change) {
			// heard as an event
		}

		@Override
		public void looked(GuardReport report) {
			this.count.incrementAndGet();
		}

	}

}
