package io.github.redistiers.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Users who may not ask everything: what they cannot know is unknown, never wrong, and
 * the rule that is named lets them know.
 */
@EachServerGeneration
class RestrictedUsersIntegrationTests {

	private final ServerGeneration generation;

	RestrictedUsersIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void knowsAllButWhatOnlyConfigAndTheSlowLogTell() {
		try (Scene scene = scene(application("+info"))) {
			GuardReport report = scene.inspect(cache(scene), store(scene));
			assertThat(unknown(report)).containsExactlyInAnyOrder("cache.persistence", "store.fsync", "store.snapshots",
					"store.keyspace-events", "tiers.same-directory", "cache.slow-scripts", "store.slow-scripts");
			assertThat(report.withVerdict(Verdict.WRONG)).isEmpty();
			for (String id : List.of("cache.persistence", "store.fsync")) {
				assertThat(Scene.finding(report, id).remedy()).singleElement()
					.asString()
					.contains("ACL SETUSER app '+config|get'", "requirepass");
				GuardRemediesIntegrationTests.follow(scene, Scene.finding(report, id).remedy());
			}
			for (String id : List.of("cache.slow-scripts", "store.slow-scripts")) {
				assertThat(Scene.finding(report, id).remedy()).singleElement()
					.asString()
					.contains("ACL SETUSER app '+slowlog|get'", "what others have sent");
				GuardRemediesIntegrationTests.follow(scene, Scene.finding(report, id).remedy());
			}
			GuardReport after = scene.inspect(cache(scene), store(scene));
			assertThat(unknown(after)).isEmpty();
		}
	}

	@Test
	void doesNotTellTheNamesOfKeysThatItMayNotLookAt() {
		try (Scene scene = scene(application("+info"))) {
			scene.store().execute("SET", "another:session:secret", "1");
			Finding finding = Scene.finding(scene.inspect(cache(scene), store(scene)), "store.big-keys");
			assertThat(finding.verdict()).isEqualTo(Verdict.UNKNOWN);
			assertThat(finding.why()).isEqualTo("The user app may not look at all keys of this server.");
			assertThat(finding.remedy()).isEmpty();
		}
	}

	@Test
	void findsWhatIsWrongThroughTheSameUser() {
		try (Scene scene = new Scene(this.generation, (it) -> it.user("app", "secret", application("+info")),
				(it) -> it.user("app", "secret", application("+info"))
					.setting("maxmemory-policy", "allkeys-lru")
					.setting("appendonly", "no"))) {
			assertThat(scene.inspect(cache(scene), store(scene)).refusals()).extracting(Finding::id)
				.containsExactly("store.eviction-policy", "store.aof");
		}
	}

	@Test
	void knowsNothingWithoutInfoAndStopsNobody() {
		try (Scene scene = scene(application())) {
			GuardReport report = scene.inspect(cache(scene), store(scene));
			assertThat(report.refusals()).isEmpty();
			assertThat(report.withVerdict(Verdict.WRONG)).isEmpty();
			Finding aof = Scene.finding(report, "store.aof");
			assertThat(aof.verdict()).isEqualTo(Verdict.UNKNOWN);
			assertThat(aof.remedy()).singleElement().asString().contains(" ACL SETUSER app +info");
			assertThat(Scene.finding(report, "store.flush-allowed").verdict()).isEqualTo(Verdict.OK);
			GuardRemediesIntegrationTests.follow(scene, aof.remedy());
			assertThat(Scene.finding(scene.inspect(cache(scene), store(scene)), "store.aof").verdict())
				.isEqualTo(Verdict.OK);
		}
	}

	@Test
	void knowsMostThroughAUserWhoMayPingAndAskForInfoAlone() {
		try (Scene scene = scene("-@all", "+ping", "+info")) {
			GuardReport report = scene.inspect(cache(scene), store(scene));
			assertThat(report.complete()).isTrue();
			assertThat(report.withVerdict(Verdict.WRONG)).isEmpty();
			assertThat(Scene.finding(report, "store.eviction-policy").verdict()).isEqualTo(Verdict.OK);
			assertThat(Scene.finding(report, "tiers.same-server").verdict()).isEqualTo(Verdict.OK);
		}
	}

	@Test
	void namesTheRulesThatShowACluster() {
		String[] rules = { "-@all", "+ping", "+info", "+acl|whoami" };
		try (Scene scene = new Scene(this.generation,
				(it) -> it.setting("cluster-enabled", "yes").user("app", "secret", rules),
				(it) -> it.setting("cluster-enabled", "yes").user("app", "secret", rules))) {
			Finding unknown = Scene.finding(scene.inspect(cache(scene), store(scene)), "tiers.replicated");
			assertThat(unknown.verdict()).isEqualTo(Verdict.UNKNOWN);
			GuardRemediesIntegrationTests.follow(scene, unknown.remedy());
			Finding next = Scene.finding(scene.inspect(cache(scene), store(scene)), "tiers.replicated");
			GuardRemediesIntegrationTests.follow(scene, next.remedy());
			assertThat(Scene.finding(scene.inspect(cache(scene), store(scene)), "tiers.replicated").verdict())
				.isEqualTo(Verdict.OK);
		}
	}

	@Test
	void doesNotJudgeAServerThatIsBusy() {
		try (Scene scene = new Scene(this.generation, (it) -> it, (it) -> it.setting("lua-time-limit", "50"))) {
			Thread script = new Thread(() -> {
				try {
					scene.store().execute("EVAL", "while true do end", "0");
				}
				catch (RuntimeException ex) {
					// killed below
				}
			});
			RedisTier store = scene.storeTier();
			RedisServer server = scene.store();
			script.start();
			Awaitility.await().until(() -> unknown(scene.inspect(scene.cacheTier(), store)).contains("store.aof"));
			GuardReport report = scene.inspect(scene.cacheTier(), store);
			assertThat(Scene.finding(report, "store.aof").why()).contains("BUSY");
			assertThat(report.refusals()).isEmpty();
			server.kill();
			script.interrupt();
		}
	}

	private Scene scene(String... rules) {
		return new Scene(this.generation, (it) -> it.user("app", "secret", rules),
				(it) -> it.user("app", "secret", rules));
	}

	private static RedisTier cache(Scene scene) {
		return scene.tier(TierRole.CACHE, "127.0.0.1", scene.cache().port(), "app", "secret");
	}

	private static RedisTier store(Scene scene) {
		return scene.tier(TierRole.STORE, "127.0.0.1", scene.store().port(), "app", "secret");
	}

	private static Set<String> unknown(GuardReport report) {
		return report.withVerdict(Verdict.UNKNOWN).stream().map(Finding::id).collect(Collectors.toSet());
	}

	private String[] application(String... more) {
		List<String> rules = new ArrayList<>(
				List.of("resetchannels", "&app:*", "~app:*", "+@all", "-@admin", "-@dangerous"));
		if (this.generation == ServerGeneration.REDIS_6_2) {
			rules.addAll(List.of("+client|setname", "+client|id", "+client|info", "+client|getname", "+client|tracking",
					"+client|caching", "+acl|whoami"));
		}
		rules.addAll(List.of(more));
		return rules.toArray(String[]::new);
	}

}
