package io.github.redistiers.operators;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.redistiers.autoconfigure.cache.CacheTierCacheAutoConfiguration;
import io.github.redistiers.autoconfigure.cache.CacheTierMetricsAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.autoconfigure.guard.GuardAutoConfiguration;
import io.github.redistiers.autoconfigure.observe.TierMetricsAutoConfiguration;
import io.github.redistiers.autoconfigure.store.StoreTierQueueMetricsAutoConfiguration;
import io.github.redistiers.autoconfigure.store.StoreTierQueuesAutoConfiguration;
import io.github.redistiers.autoconfigure.store.StoreTierRepositoriesAutoConfiguration;
import io.github.redistiers.autoconfigure.store.queued.Mails;
import io.github.redistiers.boot.store.SessionMeters;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.guard.GuardChecks;
import io.github.redistiers.guard.ServerCheck;
import io.github.redistiers.guard.TiersCheck;
import io.github.redistiers.observe.TierMeter;
import io.github.redistiers.operators.PromQl.Label;
import io.github.redistiers.operators.PromQl.Selector;
import io.github.redistiers.store.queue.JobListener;
import io.github.redistiers.store.session.SessionCounts;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Dashboard and alerts name what an application tells Prometheus, and nothing else. What
 * it tells is taken from one that runs, so that nobody has to know how Prometheus writes
 * a meter's name.
 */
class OperatorMetricsIntegrationTests {

	private static final Path DOCS = Path.of("..", "docs");

	private static final Path RULES = DOCS.resolve("prometheus/redis-tiers.rules.yaml");

	private static final Path RULES_TESTS = DOCS.resolve("prometheus/redis-tiers.tests.yaml");

	private static final Path DASHBOARD = DOCS.resolve("grafana/redis-tiers.json");

	private static final String PAGES = "https://github.com/redistiers/redis-tiers/blob/main/docs/";

	/** Prometheus's own, and the one that namespaced platforms add. */
	private static final Set<String> ADDED = Set.of("job", "instance", "namespace");

	private static final Pattern TEMPLATE = Pattern.compile("\\{\\{\\s*(\\$labels\\.)?(\\w+)\\s*}}");

	@RegisterExtension
	static final RedisServerExtension cache = RedisServerExtension.cache();

	@RegisterExtension
	static final RedisServerExtension store = RedisServerExtension.store();

	private static @Nullable PrometheusNames told;

	@BeforeAll
	static void askAnApplication() {
		PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		// as management.metrics.tags.application does
		meters.config().commonTags("application", "shop");
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
		new ApplicationContextRunner()
			.withPropertyValues("spring.application.name=shop", "redis-tiers.cache.url=" + cache.address(),
					"redis-tiers.store.url=" + store.address(), "redis-tiers.guard.watch-interval=100ms",
					"redis-tiers.metrics.histogram=true", "spring.cache.cache-names=products")
			.withConfiguration(AutoConfigurations.of(TierConnectionAutoConfiguration.class,
					BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class,
					StoreTierQueueMetricsAutoConfiguration.class, StoreTierQueuesAutoConfiguration.class,
					StoreTierRepositoriesAutoConfiguration.class, GuardAutoConfiguration.class,
					TierMetricsAutoConfiguration.class, CacheTierCacheAutoConfiguration.class,
					CacheTierMetricsAutoConfiguration.class, CacheAutoConfiguration.class,
					CacheMetricsAutoConfiguration.class))
			.withUserConfiguration(Caching.class)
			.withBean(Postman.class)
			.withBean(MeterRegistry.class, () -> meters)
			.withBean(ObservationRegistry.class, () -> observations)
			.withInitializer((context) -> AutoConfigurationPackages
				.register((BeanDefinitionRegistry) context.getBeanFactory(), Mails.class.getPackageName()))
			.run((context) -> {
				context.getBeanProvider(MeterBinder.class).forEach((binder) -> binder.bindTo(meters));
				new SessionMeters(new SessionCounts()).bindTo(meters);
				context.getBean(Mails.class).enqueue(new Mails.Mail("you"));
				context.getBean("redisCacheStringTemplate", StringRedisTemplate.class).opsForValue().get("a");
				StringRedisTemplate template = context.getBean(StringRedisTemplate.class);
				store.execute("CONFIG", "SET", "maxmemory", "1");
				assertThatExceptionOfType(DataAccessException.class)
					.isThrownBy(() -> template.opsForValue().set("one", "too many"));
				store.execute("CONFIG", "SET", "maxmemory", "512mb");
				store.execute("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
				await().untilAsserted(() -> assertThat(TierMeter.values())
					.allSatisfy((meter) -> assertThat(meters.find(meter.meterName()).meters()).isNotEmpty()));
				await().until(() -> !meters.find("lettuce.command.completion").tag("tier", "cache").timers().isEmpty()
						&& !meters.find("lettuce.command.completion").tag("tier", "store").timers().isEmpty());
				told = PrometheusNames.of(meters.scrape());
			});
	}

	@Test
	void areToldOfEachMeterWithItsTags() {
		for (TierMeter meter : TierMeter.values()) {
			String begin = meter.meterName().replace('.', '_');
			assertThat(metrics()).as(meter.meterName()).anySatisfy((name, labels) -> {
				assertThat(name).startsWith(begin);
				assertThat(labels.keySet())
					.containsAll(meter.tags().stream().map((tag) -> tag.replace('.', '_')).toList());
			});
		}
	}

	static List<String> dashboard() throws IOException {
		List<String> expressions = new ArrayList<>();
		for (Map<String, Object> panel : panels()) {
			list(panel.get("targets")).forEach((target) -> expressions.add(String.valueOf(target.get("expr"))));
		}
		return expressions;
	}

	static List<String> alerts() throws IOException {
		return rules().stream().map((rule) -> String.valueOf(rule.get("expr"))).toList();
	}

	@ParameterizedTest
	@MethodSource({ "dashboard", "alerts" })
	void existWithTheirLabels(String expression) {
		PromQl parsed = PromQl.parse(expression);
		assertThat(parsed.selectors()).isNotEmpty();
		Set<String> labels = new LinkedHashSet<>(ADDED);
		for (Selector selector : parsed.selectors()) {
			assertExists(selector);
			labels.addAll(labels(selector.metric()));
		}
		assertThat(labels).containsAll(parsed.groups());
	}

	private static void assertExists(Selector selector) {
		assertThat(metrics()).containsKey(selector.metric());
		for (Label label : selector.labels()) {
			assertThat(labels(selector.metric())).as(selector.metric()).contains(label.name());
			Set<String> known = label.name().equals("finding") ? findings()
					: metrics().getOrDefault(selector.metric(), Map.of()).getOrDefault(label.name(), Set.of());
			assertThat(known).as(selector.metric() + " by " + label.name()).containsAll(label.values());
		}
	}

	@Test
	void standOnADashboardThatSaysWhatItShows() throws IOException {
		Map<String, Object> dashboard = JsonParserFactory.getJsonParser().parseMap(Files.readString(DASHBOARD));
		assertThat(dashboard).containsEntry("uid", "redis-tiers").containsEntry("schemaVersion", 39);
		assertThat(list(map(dashboard.get("templating")).get("list"))).extracting((variable) -> variable.get("name"))
			.containsExactly("datasource", "application", "tier");
		for (Map<String, Object> variable : list(map(dashboard.get("templating")).get("list"))) {
			Matcher query = Pattern.compile("label_values\\((.*), (\\w+)\\)")
				.matcher(String.valueOf(variable.get("definition")));
			if (query.matches()) {
				Selector selector = PromQl.parse(query.group(1)).selectors().get(0);
				assertExists(selector);
				assertThat(labels(selector.metric())).contains(query.group(2));
			}
		}
		List<Map<String, Object>> panels = panels();
		assertThat(panels).extracting((panel) -> panel.get("id")).doesNotHaveDuplicates();
		assertThat(panels).filteredOn((panel) -> "row".equals(panel.get("type")))
			.extracting((panel) -> panel.get("title"))
			.containsExactly("Store", "Cache", "Guard", "Queues", "Process");
		assertThat(panels).filteredOn((panel) -> !"row".equals(panel.get("type"))).allSatisfy((panel) -> {
			assertThat(String.valueOf(panel.get("description"))).isNotBlank();
			assertThat(map(panel.get("datasource"))).containsEntry("uid", "${datasource}");
			for (Map<String, Object> target : list(panel.get("targets"))) {
				assertNamesLabels(String.valueOf(target.get("legendFormat")), String.valueOf(target.get("expr")));
			}
		});
	}

	@Test
	void leadFromEachAlertToAPage() throws IOException {
		assertThat(rules()).isNotEmpty().allSatisfy((rule) -> {
			assertThat(map(rule.get("labels")).get("severity")).isIn("page", "ticket");
			Map<String, Object> annotations = map(rule.get("annotations"));
			assertThat(annotations).containsOnlyKeys("summary", "description", "runbook_url");
			annotations.values()
				.forEach((text) -> assertNamesLabels(String.valueOf(text), String.valueOf(rule.get("expr"))));
			String page = String.valueOf(annotations.get("runbook_url"));
			assertThat(page).startsWith(PAGES);
			pages(rule).forEach((name) -> assertIsAPage(name));
		});
	}

	@Test
	void tellOfEachFindingOnce() throws IOException {
		List<String> covered = new ArrayList<>();
		for (Map<String, Object> rule : rules()) {
			covered.addAll(pages(rule).filter((page) -> page.startsWith("findings/"))
				.map((page) -> page.substring("findings/".length(), page.length() - ".md".length()))
				.distinct()
				.toList());
		}
		assertThat(Set.copyOf(covered)).containsExactlyInAnyOrderElementsOf(findings());
		List<String> verdicts = alerts().stream()
			.flatMap((expression) -> PromQl.parse(expression).selectors().stream())
			.flatMap((selector) -> selector.labels().stream())
			.filter((label) -> label.name().equals("finding"))
			.flatMap((label) -> label.values().stream())
			.toList();
		assertThat(verdicts).doesNotHaveDuplicates();
	}

	@Test
	void standInTheIndexOfFindings() throws IOException {
		Set<String> listed = Pattern.compile("\\[([a-z.-]+)]\\(\\1\\.md\\)")
			.matcher(Files.readString(DOCS.resolve("findings/README.md")))
			.results()
			.map((link) -> link.group(1))
			.collect(Collectors.toSet());
		assertThat(listed).isEqualTo(findings());
	}

	@Test
	void areTestedAlertByAlert() throws IOException {
		Map<String, Object> tests = new Yaml().load(Files.readString(RULES_TESTS));
		Set<Object> tested = list(tests.get("tests")).stream()
			.flatMap((test) -> list(test.get("alert_rule_test")).stream())
			.filter((test) -> !((List<?>) Objects.requireNonNull(test.get("exp_alerts"))).isEmpty())
			.map((test) -> test.get("alertname"))
			.collect(Collectors.toSet());
		assertThat(tested)
			.containsExactlyInAnyOrderElementsOf(rules().stream().map((rule) -> rule.get("alert")).toList());
		list(tests.get("tests")).stream()
			.flatMap((test) -> list(test.get("input_series")).stream())
			.map((series) -> PromQl.parse(String.valueOf(series.get("series"))).selectors().get(0))
			.forEach((selector) -> {
				assertThat(metrics()).containsKey(selector.metric());
				assertThat(selector.labels()).extracting(Label::name)
					.allMatch((label) -> ADDED.contains(label) || labels(selector.metric()).contains(label));
			});
	}

	/**
	 * The pages that an alert may lead to, from the folder of the documentation.
	 */
	private static Stream<String> pages(Map<String, Object> rule) {
		String page = String.valueOf(map(rule.get("annotations")).get("runbook_url")).substring(PAGES.length());
		return !page.contains("{{") ? Stream.of(page)
				: PromQl.parse(String.valueOf(rule.get("expr")))
					.selectors()
					.stream()
					.flatMap((selector) -> selector.labels().stream())
					.filter((label) -> label.name().equals("finding"))
					.flatMap((label) -> label.values().stream())
					.map((finding) -> TEMPLATE.matcher(page).replaceAll(Matcher.quoteReplacement(finding)));
	}

	/**
	 * That each finding has its page is tested where the findings are.
	 */
	private static void assertIsAPage(String page) {
		if (page.startsWith("findings/")) {
			assertThat(findings()).contains(page.substring("findings/".length(), page.length() - ".md".length()));
			return;
		}
		String[] parts = page.split("#");
		assertThat(DOCS.resolve(parts[0])).exists();
		if (parts.length > 1) {
			assertThat(DOCS.resolve(parts[0])).content()
				.containsIgnoringCase("\n## " + parts[1].replace('-', ' ') + "\n");
		}
	}

	private static void assertNamesLabels(String text, String expression) {
		PromQl parsed = PromQl.parse(expression);
		Matcher template = TEMPLATE.matcher(text);
		while (template.find()) {
			assertThat(parsed.groups()).as(text).contains(template.group(2));
		}
	}

	private static Set<String> findings() {
		Stream<String> ofServers = GuardChecks.ofServers(Clock.systemUTC()).stream().map(ServerCheck::id);
		Stream<String> ofTiers = GuardChecks.ofTiers().stream().map(TiersCheck::id);
		return Stream
			.of(ofServers, ofTiers,
					Stream
						.of(GuardChecks.keyspaceEvents(), GuardChecks.dataLost("shop:", List.of()),
								GuardChecks.aofTail(GuardChecks.dataLost("shop:", List.of())))
						.map(ServerCheck::id))
			.flatMap((ids) -> ids)
			.collect(Collectors.toSet());
	}

	private static Map<String, Map<String, Set<String>>> metrics() {
		return Objects.requireNonNull(told).metrics();
	}

	private static Set<String> labels(String metric) {
		return metrics().getOrDefault(metric, Map.of()).keySet();
	}

	private static List<Map<String, Object>> rules() throws IOException {
		Map<String, Object> file = new Yaml().load(Files.readString(RULES));
		return list(file.get("groups")).stream().flatMap((group) -> list(group.get("rules")).stream()).toList();
	}

	private static List<Map<String, Object>> panels() throws IOException {
		return list(JsonParserFactory.getJsonParser().parseMap(Files.readString(DASHBOARD)).get("panels"));
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> list(@Nullable Object value) {
		return (value != null) ? (List<Map<String, Object>>) value : List.of();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(@Nullable Object value) {
		return (Map<String, Object>) Objects.requireNonNull(value);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

	static class Postman {

		@JobListener(queue = "mails")
		void send(Mails.Mail mail) {
		}

	}

}
