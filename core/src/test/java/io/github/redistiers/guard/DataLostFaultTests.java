package io.github.redistiers.guard;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierNodes;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A store that came back empty, or old, or is another one, is found as that; and one that
 * is new, was killed, is full or refuses writes is not.
 */
@EachServerGeneration
class DataLostFaultTests {

	private final ServerGeneration generation;

	DataLostFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void givesANewStoreAnIdentityAndSaysNothing() {
		try (Scene scene = new Scene(this.generation);
				Guard guard = DataLostScene.guard(scene.cacheTier(), scene.storeTier())) {
			assertThat(DataLostScene.look(guard).found()).isEqualTo("not looked at yet");
			assertThat(scene.store().execute("DBSIZE")).isEqualTo(0L);
			assertThat(DataLostScene.look(guard).verdict()).isEqualTo(Verdict.OK);
			String identity = DataLostScene.identity(scene.store());
			DataLostScene.age(scene.store(), DataLostScene.MARKER, Duration.ofHours(1));
			assertThat(DataLostScene.look(guard).verdict()).isEqualTo(Verdict.OK);
			assertThat(DataLostScene.identity(scene.store())).isEqualTo(identity);
			assertThat(scene.cache().execute("GET", DataLostScene.COPY)).isEqualTo(identity);
			assertThat(scene.cache().execute("TTL", DataLostScene.COPY)).isNotEqualTo(-1L);
		}
	}

	@Test
	void findsThatTheStoreWasFlushed() {
		try (Scene scene = new Scene(this.generation); Guard guard = DataLostScene.guard(scene.storeTier())) {
			DataLostScene.know(guard, scene.store());
			String identity = DataLostScene.abbreviatedIdentity(scene.store());
			scene.store().execute("FLUSHALL");
			Finding finding = DataLostScene.look(guard);
			assertThat(finding.verdict()).isEqualTo(Verdict.WRONG);
			assertThat(finding.severity()).isEqualTo(Severity.ERROR);
			assertThat(finding.kind()).isEqualTo(FindingKind.CONDITION);
			assertThat(finding.stopsStart()).isFalse();
			assertThat(finding.found()).startsWith("no identity marker instead of " + identity + ", last seen ")
				.contains("; found so since ");
			assertThat(finding.remedy().get(0)).startsWith("Stop what writes to it");
			assertThat(finding.remedy().get(1)).contains("CONFIG GET dir", "copy this directory");
			// nobody gives the empty store a new identity meanwhile
			assertThat(scene.store().execute("DBSIZE")).isEqualTo(0L);
			assertThat(DataLostScene.look(guard).found()).isEqualTo(finding.found());
		}
	}

	@Test
	void findsThatTheStoreCameBackWithoutItsVolume() {
		try (Scene scene = new Scene(this.generation); Guard guard = DataLostScene.guard(scene.storeTier())) {
			DataLostScene.know(guard, scene.store());
			DataLostScene.restartWithoutData(scene.store());
			assertThat(DataLostScene.look(guard).found()).startsWith("no identity marker instead of ");
		}
	}

	@Test
	void findsThatTheStoreLostItsVolumeWhileTheApplicationWasDown() {
		try (Scene scene = new Scene(this.generation)) {
			try (Guard guard = DataLostScene.guard(scene.cacheTier(), scene.storeTier())) {
				DataLostScene.know(guard, scene.store());
			}
			String identity = DataLostScene.abbreviatedIdentity(scene.store());
			DataLostScene.restartWithoutData(scene.store());
			try (Guard guard = DataLostScene.guard(scene.cacheTier(), scene.storeTier())) {
				DataLostScene.look(guard);
				assertThat(DataLostScene.look(guard).found())
					.startsWith("no identity marker instead of " + identity + ", which the cache remembers");
			}
		}
	}

	@Test
	void findsThatTheDataWentBack(@TempDir Path backup) {
		try (Scene scene = new Scene(this.generation); Guard guard = DataLostScene.guard(scene.storeTier())) {
			DataLostScene.know(guard, scene.store());
			DataLostScene.age(scene.store(), DataLostScene.MARKER, Duration.ofHours(2));
			DataLostScene.backUp(scene.store(), backup);
			DataLostScene.age(scene.store(), DataLostScene.MARKER, Duration.ofHours(1));
			DataLostScene.look(guard);
			DataLostScene.look(guard);
			DataLostScene.restore(scene.store(), backup);
			Finding finding = DataLostScene.look(guard);
			assertThat(finding.verdict()).isEqualTo(Verdict.WRONG);
			assertThat(finding.found()).startsWith("the data of ");
			// a process that knows of nothing goes on with it, which makes it no newer
			try (Guard another = DataLostScene.guard(scene.storeTier())) {
				DataLostScene.look(another);
				assertThat(DataLostScene.look(another).verdict()).isEqualTo(Verdict.OK);
			}
			assertThat(DataLostScene.look(guard).verdict()).isEqualTo(Verdict.WRONG);
			GuardRemediesIntegrationTests.follow(scene, finding.remedy());
			assertThat(DataLostScene.look(guard).verdict()).isEqualTo(Verdict.OK);
		}
	}

	@Test
	void tellsWhatItFindsNowWhenAFlushedStoreWasRestored(@TempDir Path backup) {
		try (Scene scene = new Scene(this.generation); Guard guard = DataLostScene.guard(scene.storeTier())) {
			DataLostScene.know(guard, scene.store());
			DataLostScene.age(scene.store(), DataLostScene.MARKER, Duration.ofHours(2));
			DataLostScene.backUp(scene.store(), backup);
			scene.store().execute("FLUSHALL");
			String flushed = DataLostScene.look(guard).found();
			assertThat(flushed).startsWith("no identity marker");
			DataLostScene.restore(scene.store(), backup);
			String restored = DataLostScene.look(guard).found();
			assertThat(restored).startsWith("the data of ");
			assertThat(restored.substring(restored.indexOf("; found so since")))
				.isEqualTo(flushed.substring(flushed.indexOf("; found so since")));
		}
	}

	@Test
	void findsThatAnotherStoreAnswers() {
		try (Scene scene = new Scene(this.generation)) {
			RedisServer other = scene.start((it) -> it.preset(ServerPreset.STORE));
			RedisTier otherTier = scene.tier(TierRole.STORE, "127.0.0.1", other.port());
			try (Guard guard = DataLostScene.guard(otherTier)) {
				DataLostScene.know(guard, other);
			}
			AtomicReference<RedisTier> address = new AtomicReference<>(scene.storeTier());
			try (Guard guard = DataLostScene.guard(
					(tier) -> TierNodes.of((tier.role() == TierRole.STORE) ? address.get() : tier), scene.cacheTier(),
					scene.storeTier())) {
				DataLostScene.know(guard, scene.store());
				address.set(otherTier);
				assertThat(DataLostScene.look(guard).found())
					.startsWith("another store's identity " + DataLostScene.abbreviatedIdentity(other))
					.contains(" instead of " + DataLostScene.abbreviatedIdentity(scene.store()));
			}
			// and so does a process that starts with that address
			try (Guard guard = DataLostScene.guard(scene.cacheTier(), otherTier)) {
				DataLostScene.look(guard);
				assertThat(DataLostScene.look(guard).found()).startsWith("another store's identity ");
			}
		}
	}

	@Test
	void findsThatTheCachesServerAnswers() {
		try (Scene scene = new Scene(this.generation)) {
			try (Guard guard = DataLostScene.guard(scene.cacheTier(), scene.storeTier())) {
				DataLostScene.know(guard, scene.store());
			}
			RedisTier crossed = scene.tier(TierRole.STORE, "127.0.0.1", scene.cache().port());
			try (Guard guard = DataLostScene.guard(scene.cacheTier(), crossed)) {
				DataLostScene.look(guard);
				assertThat(DataLostScene.look(guard).found()).startsWith("no identity marker instead of ");
			}
		}
	}

	@Test
	void saysNothingOfAStoreThatWasKilledAndHasItsData() {
		try (Scene scene = new Scene(this.generation); Guard guard = DataLostScene.guard(scene.storeTier())) {
			DataLostScene.know(guard, scene.store());
			for (int i = 0; i < 3; i++) {
				scene.store().kill();
				scene.store().restart();
				assertThat(DataLostScene.look(guard).verdict()).isEqualTo(Verdict.OK);
			}
		}
	}

	@Test
	void saysNothingOfAFullStore() {
		try (Scene scene = new Scene(this.generation); Guard guard = DataLostScene.guard(scene.storeTier())) {
			DataLostScene.know(guard, scene.store());
			scene.store().fillToMaxmemory();
			assertThat(DataLostScene.look(guard).verdict()).isEqualTo(Verdict.OK);
		}
	}

	@Test
	void waitsForRoomWhereAStoreWithoutIdentityIsFull() {
		try (Scene scene = new Scene(this.generation); Guard guard = DataLostScene.guard(scene.storeTier())) {
			guard.keepConnections(true);
			scene.store().fillToMaxmemory();
			DataLostScene.look(guard);
			Finding finding = DataLostScene.look(guard);
			assertThat(finding.verdict()).isEqualTo(Verdict.UNKNOWN);
			assertThat(finding.why()).contains("OOM");
			scene.store().makeSpace();
			assertThat(DataLostScene.look(guard).verdict()).isEqualTo(Verdict.OK);
			assertThat(DataLostScene.identity(scene.store())).isNotEmpty();
		}
	}

	@Test
	void saysNothingOfAStoreThatRefusesWrites() {
		try (Scene scene = new Scene(this.generation); Guard guard = DataLostScene.guard(scene.storeTier())) {
			DataLostScene.know(guard, scene.store());
			scene.store().refuseWrites();
			assertThat(DataLostScene.look(guard).verdict()).isEqualTo(Verdict.OK);
			scene.store().acceptWrites();
			scene.store().makeReadOnly();
			assertThat(DataLostScene.look(guard).found()).startsWith("a replica");
			scene.store().makePrimary();
			assertThat(DataLostScene.look(guard).verdict()).isEqualTo(Verdict.OK);
		}
	}

	@Test
	void doesNotKnowWhereScriptsAreForbidden() {
		try (Scene scene = new Scene(this.generation, (it) -> it,
				(it) -> it.user("app", "secret", "~app:*", "+@all", "-eval"))) {
			RedisTier store = scene.tier(TierRole.STORE, "127.0.0.1", scene.store().port(), "app", "secret");
			try (Guard guard = DataLostScene.guard(store)) {
				DataLostScene.look(guard);
				Finding finding = DataLostScene.look(guard);
				assertThat(finding.verdict()).isEqualTo(Verdict.UNKNOWN);
				assertThat(finding.remedy()).singleElement().asString().contains("ACL SETUSER app +eval");
				GuardRemediesIntegrationTests.follow(scene, finding.remedy());
				assertThat(DataLostScene.look(guard).verdict()).isEqualTo(Verdict.OK);
				assertThat(DataLostScene.identity(scene.store())).isNotEmpty();
			}
		}
	}

	@Test
	void leavesAloneWhatSomebodyElseHasWrittenThere() {
		try (Scene scene = new Scene(this.generation); Guard guard = DataLostScene.guard(scene.storeTier())) {
			guard.keepConnections(true);
			scene.store().execute("LPUSH", DataLostScene.MARKER, "job");
			DataLostScene.look(guard);
			assertThat(DataLostScene.look(guard).verdict()).isEqualTo(Verdict.UNKNOWN);
			assertThat(scene.store().execute("LLEN", DataLostScene.MARKER)).isEqualTo(1L);
			for (String content : List.of("hello", "[1]", "{\"id\":1}", "")) {
				scene.store().execute("SET", DataLostScene.MARKER, content);
				Finding finding = DataLostScene.look(guard);
				assertThat(finding.verdict()).isEqualTo(Verdict.UNKNOWN);
				assertThat(finding.why()).contains("holds something else");
				assertThat(scene.store().execute("GET", DataLostScene.MARKER)).isEqualTo(content);
			}
			scene.store().execute("DEL", DataLostScene.MARKER);
			assertThat(DataLostScene.look(guard).verdict()).isEqualTo(Verdict.OK);
		}
	}

	@Test
	void forgetsForAllProcessesWhatAnOperatorHasAccepted() {
		try (Scene scene = new Scene(this.generation);
				Guard one = DataLostScene.guard(scene.cacheTier(), scene.storeTier());
				Guard other = DataLostScene.guard(scene.cacheTier(), scene.storeTier())) {
			DataLostScene.know(one, scene.store());
			DataLostScene.know(other, scene.store());
			String before = DataLostScene.identity(scene.store());
			scene.store().execute("FLUSHALL");
			Finding finding = DataLostScene.look(one);
			assertThat(finding.verdict()).isEqualTo(Verdict.WRONG);
			assertThat(DataLostScene.look(other).verdict()).isEqualTo(Verdict.WRONG);
			GuardRemediesIntegrationTests.follow(scene, finding.remedy());
			assertThat(DataLostScene.look(one).verdict()).isEqualTo(Verdict.OK);
			assertThat(DataLostScene.look(other).verdict()).isEqualTo(Verdict.OK);
			String after = DataLostScene.identity(scene.store());
			assertThat(after).isNotEqualTo(before);
			assertThat(scene.cache().execute("GET", DataLostScene.COPY)).isEqualTo(after);
			// what was accepted once is not accepted for ever
			DataLostScene.age(scene.store(), DataLostScene.MARKER, Duration.ofMinutes(10));
			scene.store().execute("FLUSHALL");
			assertThat(DataLostScene.look(one).verdict()).isEqualTo(Verdict.WRONG);
		}
	}

	@Test
	void writesNothingWhereTheOperatorSwitchedItOff() {
		try (Scene scene = new Scene(this.generation);
				Guard guard = DataLostScene.guard(DataLostScene.off(), TierNodes::of, scene.cacheTier(),
						scene.storeTier())) {
			for (int i = 0; i < 6; i++) {
				assertThat(guard.inspect().findings()).isEmpty();
			}
			assertThat(scene.store().execute("DBSIZE")).isEqualTo(0L);
			assertThat(scene.cache().execute("DBSIZE")).isEqualTo(0L);
		}
	}

	@Test
	void doesWithoutACacheThatIsAwayAndTellsItLater() {
		try (Scene scene = new Scene(this.generation);
				Guard guard = DataLostScene.guard(scene.cacheTier(), scene.storeTier())) {
			scene.cache().stop();
			for (int i = 0; i < 4; i++) {
				assertThat(DataLostScene.look(guard).found()).isEqualTo("not looked at yet");
			}
			assertThat(scene.store().execute("DBSIZE")).isEqualTo(0L);
			DataLostScene.look(guard);
			DataLostScene.age(scene.store(), DataLostScene.MARKER, Duration.ofHours(1));
			assertThat(DataLostScene.look(guard).found()).isEqualTo("the data that was here before");
			scene.store().execute("FLUSHALL");
			assertThat(DataLostScene.look(guard).verdict()).isEqualTo(Verdict.WRONG);
		}
	}

}
