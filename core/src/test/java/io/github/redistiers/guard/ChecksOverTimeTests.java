package io.github.redistiers.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.Map;

import io.github.redistiers.TierRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Checks that compare what a server tells now with what it told before.
 */
class ChecksOverTimeTests {

	private final HandMadeHistory history = new HandMadeHistory();

	@ParameterizedTest
	@CsvSource({ "100,OK,INFO,''", "750,OK,INFO,''", "751,WRONG,WARNING,25 % free", "900,WRONG,WARNING,25 % free",
			"901,WRONG,WARNING,10 % free", "999,WRONG,WARNING,10 % free", "1000,WRONG,ERROR,room",
			"2000,WRONG,ERROR,room" })
	void tellsThreeStepsOfHeadroom(long used, Verdict verdict, Severity severity, String needs) {
		Judgement judgement = new HeadroomCheck().judge(this.history.look(memory(used)));
		assertThat(judgement.verdict()).isEqualTo(verdict);
		assertThat(judgement.severity()).isEqualTo(severity);
		assertThat(judgement.needs()).isEqualTo(needs);
	}

	@Test
	void saysHowLongTheHeadroomLasts() {
		for (int minute = 0; minute < 60; minute++) {
			this.history.look(Duration.ofMinutes(1), memory(740 + minute));
		}
		assertThat(new HeadroomCheck().judge(this.history.look(Duration.ofMinutes(1), memory(800))).found())
			.isEqualTo("80 % of 0.0 MB in use, full in 3 hours if it grows as in the last 60 minutes");
	}

	@ParameterizedTest
	@CsvSource({ "60,760", "1,800", "60,800" })
	void foretellsNothingWithoutGrowthOrAfterAShortTime(int looks, long last) {
		for (int look = 0; look < looks; look++) {
			this.history.look(memory(800));
		}
		assertThat(new HeadroomCheck().judge(this.history.look(memory(last))).found()).doesNotContain("full in");
	}

	@ParameterizedTest
	@CsvSource({ "749,751", "899,901", "999,1000" })
	void tellsOnceOfAStoreThatHoversAboutAThreshold(long below, long above) {
		List<String> hovering = new ArrayList<>(List.of(memory(above)));
		for (int i = 0; i < 20; i++) {
			hovering.add(memory(below));
			hovering.add(memory(above));
		}
		assertThat(this.history.judge(new HeadroomCheck(), hovering)).extracting(Judgement::needs, Judgement::severity)
			.containsOnly(tuple(needs(above), severity(above)));
	}

	@Test
	void tellsSoonThatAFullStoreHasRoomAgain() {
		HeadroomCheck check = new HeadroomCheck();
		assertThat(check.judge(this.history.look(memory(1000))).severity()).isEqualTo(Severity.ERROR);
		assertThat(check.judge(this.history.look(memory(970))).severity()).isEqualTo(Severity.WARNING);
		assertThat(check.judge(this.history.look("run_id:a\nused_memory:970\nmaxmemory:4000")).verdict())
			.isEqualTo(Verdict.OK);
	}

	@Test
	void tellsOfFsyncsThatWereDelayedLately() {
		FsyncLagCheck check = new FsyncLagCheck();
		assertThat(check.judge(this.history.look(aof(7, 0, 0))).verdict()).isEqualTo(Verdict.OK);
		assertThat(check.judge(this.history.look(aof(9, 0, 0))).found()).startsWith("2 delayed fsyncs");
		for (int i = 0; i < 12; i++) {
			this.history.look(aof(9, 0, 0));
		}
		assertThat(check.judge(this.history.look(aof(9, 0, 0))).verdict()).isEqualTo(Verdict.OK);
		// CONFIG RESETSTAT
		assertThat(check.judge(this.history.look(aof(0, 0, 0))).verdict()).isEqualTo(Verdict.OK);
	}

	@Test
	void doesNotTakeAnFsyncThatHappensToBeUnderWayForASlowDisk() {
		List<String> busy = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			busy.addAll(List.of(aof(0, 1, 100), aof(0, 0, 100), aof(0, 1, 0)));
		}
		assertThat(this.history.judge(new FsyncLagCheck(), busy)).extracting(Judgement::verdict)
			.containsOnly(Verdict.OK);
	}

	@Test
	void takesAnFsyncThatIsUnderWayAtEachLookForASlowDisk() {
		List<String> slow = List.of(aof(0, 1, 100), aof(0, 1, 100), aof(0, 1, 100), aof(0, 0, 0));
		assertThat(this.history.judge(new FsyncLagCheck(), slow)).extracting(Judgement::verdict)
			.containsExactly(Verdict.OK, Verdict.OK, Verdict.WRONG, Verdict.OK);
	}

	@Test
	void doesNotAskForTheFsyncsOfAServerWithoutAof() {
		assertThat(new FsyncLagCheck().judge(this.history.look("aof_enabled:0")).verdict()).isEqualTo(Verdict.OK);
	}

	@Test
	void tellsThatAReplicaIsGoneUntilAnHourHasPassed() {
		ReplicasCheck check = new ReplicasCheck();
		assertThat(
				check.judge(this.history.look(replicas("online,offset=900,lag=1", "online,offset=900,lag=0"))).found())
			.isEqualTo("10.0.0.1:1 1 s and 0.0 MB behind, 10.0.0.2:2 0 s and 0.0 MB behind");
		Judgement gone = check.judge(this.history.look(replicas("online,offset=900,lag=1")));
		assertThat(gone.verdict()).isEqualTo(Verdict.WRONG);
		assertThat(gone.found()).isEqualTo("1 of 2 replicas gone");
		for (int minute = 0; minute < 62; minute++) {
			this.history.look(Duration.ofMinutes(1), replicas("online,offset=900,lag=1"));
		}
		assertThat(check.judge(this.history.look(replicas("online,offset=900,lag=1"))).verdict()).isEqualTo(Verdict.OK);
	}

	@ParameterizedTest
	@CsvSource({ "'online,offset=900,lag=11',10.0.0.1:1 11 s and 0.0 MB behind", "'online,lag=x,type=replica',OK",
			"'',10.0.0.1:1" })
	void tellsThatAReplicaIsBehind(String replica, String found) {
		Judgement judgement = new ReplicasCheck().judge(this.history.look(replicas(replica)));
		assertThat((judgement.verdict() == Verdict.OK) ? "OK" : judgement.found()).startsWith(found);
	}

	@ParameterizedTest
	@ValueSource(strings = { "total_net_repl_output_bytes", "total_net_output_bytes" })
	void waitsForAReplicasCopyAsLongAsItGetsOn(String sent) {
		ReplicasCheck check = new ReplicasCheck();
		String copying = replicas("online,offset=900,lag=1", "send_bulk,offset=0,lag=0") + "\n" + sent + ":";
		for (int look = 0; look < 300; look++) {
			assertThat(check.judge(this.history.look(copying + 1_000_000 * look)).verdict()).isEqualTo(Verdict.UNKNOWN);
		}
		List<Judgement> halted = new ArrayList<>();
		for (int look = 0; look < 10; look++) {
			halted.add(check.judge(this.history.look(copying + (300_000_000 + 1000 * look))));
		}
		assertThat(halted).first().extracting(Judgement::verdict).isEqualTo(Verdict.UNKNOWN);
		assertThat(halted).last().extracting(Judgement::found).isEqualTo("10.0.0.2:2 send_bulk");
		assertThat(check.judge(this.history.look(replicas("online,offset=900,lag=1", "online,offset=900,lag=1")))
			.verdict()).isEqualTo(Verdict.OK);
	}

	@ParameterizedTest
	@CsvSource({ "wait_bgsave,1,UNKNOWN", "wait_bgsave,0,WRONG", "send_bulk,1,WRONG" })
	void waitsForTheSnapshotThatAReplicaWaitsFor(String state, int saving, Verdict verdict) {
		List<String> infos = Collections.nCopies(20,
				replicas(state + ",offset=0,lag=0") + "\nrdb_bgsave_in_progress:" + saving);
		assertThat(this.history.judge(new ReplicasCheck(), infos)).extracting(Judgement::verdict)
			.startsWith(Verdict.UNKNOWN)
			.endsWith(verdict);
	}

	@Test
	void doesNotCountAReplicaTwiceThatCopiesOverASecondConnection() {
		ReplicasCheck check = new ReplicasCheck();
		check.judge(this.history.look(replicas("send_bulk_and_stream,offset=0,lag=0,type=rdb-channel",
				"send_bulk,offset=0,lag=0,type=main-channel")));
		assertThat(check.judge(this.history.look(replicas("online,offset=900,lag=0,type=replica"))).verdict())
			.isEqualTo(Verdict.OK);
	}

	@ParameterizedTest
	@CsvSource({ "0,5", "0,3600", "1,90" })
	void waitsForAReplicaThatCopiesOrLoads(int loading, int silent) {
		String info = "role:slave\nmaster_link_status:down\nmaster_sync_in_progress:%d\nloading:%d\n"
				+ "master_sync_last_io_seconds_ago:%d";
		ReplicasCheck check = new ReplicasCheck();
		assertThat(check.judge(this.history.look(info.formatted(1, 1, silent))).verdict()).isEqualTo(Verdict.UNKNOWN);
		assertThat(check.judge(this.history.look(info.formatted(1, 0, silent))).verdict())
			.isEqualTo((silent > 60) ? Verdict.WRONG : Verdict.UNKNOWN);
		assertThat(check.judge(this.history.look(info.formatted(0, loading, silent))).verdict())
			.isEqualTo(Verdict.WRONG);
	}

	@Test
	void expectsOfAPromotedPrimaryWhatItsPrimaryHad() {
		ReplicasCheck check = new ReplicasCheck();
		HandMadeHistory promoted = new HandMadeHistory("redis://promoted:6379", Map.of());
		String none = "role:master\nconnected_slaves:0\nmaster_replid:b\nmaster_replid2:a";
		check.judge(this.history
			.look(replicas("online,offset=900,lag=0", "online,offset=900,lag=0") + "\nmaster_replid:a"));
		assertThatExceptionOfType(UnknownFactException.class).isThrownBy(() -> check.judge(promoted.look(none)));
		assertThat(check.judge(promoted.look(none)).found()).isEqualTo("2 of 2 replicas gone");
		assertThat(check.judge(promoted.look(replicas("online,offset=900,lag=0") + "\nmaster_replid:b")).found())
			.isEqualTo("1 of 2 replicas gone");
		// and of one that takes its place
		HandMadeHistory next = new HandMadeHistory("redis://next:6379", Map.of());
		next.look("role:slave");
		next.look("role:slave");
		String again = none.replace("replid:b", "replid:c").replace("replid2:a", "replid2:b");
		assertThatExceptionOfType(UnknownFactException.class).isThrownBy(() -> check.judge(next.look(again)));
		assertThat(check.judge(next.look(again)).found()).isEqualTo("2 of 2 replicas gone");
		assertThat(check.judge(next.look(Duration.ofHours(1), again)).verdict()).isEqualTo(Verdict.OK);
	}

	@Test
	void tellsThatAReplicaIsManyMegabytesBehind() {
		String far = "run_id:a\nrole:master\nconnected_slaves:1\nmaster_repl_offset:200000000\n"
				+ "slave0:ip=10.0.0.1,port=1,state=online,offset=100,lag=0";
		assertThat(new ReplicasCheck().judge(this.history.look(far)).found())
			.isEqualTo("10.0.0.1:1 0 s and 190.7 MB behind");
	}

	@Test
	void tellsThatAReplicaHasLostItsPrimary() {
		assertThat(new ReplicasCheck().judge(this.history.look("role:slave\nmaster_link_status:up")).verdict())
			.isEqualTo(Verdict.OK);
		assertThat(new ReplicasCheck().judge(this.history.look("role:slave\nmaster_link_status:down")).verdict())
			.isEqualTo(Verdict.WRONG);
	}

	@Test
	void tellsHowOldTheLastSnapshotIs() {
		BackupAgeCheck check = new BackupAgeCheck(Duration.ofHours(25), null);
		HandMadeHistory server = new HandMadeHistory(Map.of("save", "3600 1"));
		assertThat(check.judge(server.look(snapshot(Duration.ofHours(24), 5))).verdict()).isEqualTo(Verdict.OK);
		assertThat(check.judge(server.look(snapshot(Duration.ofDays(9), 0))).verdict()).isEqualTo(Verdict.OK);
		Judgement old = check.judge(server.look(snapshot(Duration.ofDays(9), 5)));
		assertThat(old.verdict()).isEqualTo(Verdict.WRONG);
		assertThat(old.found()).isEqualTo("the last snapshot 9 days old");
		assertThat(old.needs()).isEqualTo("one within 25 hours");
	}

	@Test
	void doesNotKnowTheBackupsOfAServerWithoutSnapshots() {
		BackupAgeCheck check = new BackupAgeCheck(Duration.ofHours(25), null);
		HandMadeHistory server = new HandMadeHistory(Map.of("save", ""));
		assertThatExceptionOfType(UnknownFactException.class)
			.isThrownBy(() -> check.judge(server.look(snapshot(Duration.ofDays(9), 5))))
			.withMessageContaining("redis-tiers.guard.backup-key");
	}

	@Test
	void tellsThatTheHitRatioHasCollapsed() {
		HitRatioCheck check = new HitRatioCheck();
		long hits = 0;
		long misses = 0;
		for (int i = 0; i < 20; i++) {
			hits += 900;
			misses += 100;
			assertThat(check.judge(this.history.look(lookups(hits, misses))).verdict()).isEqualTo(Verdict.OK);
		}
		Judgement last = check.judge(this.history.look(lookups(hits, misses)));
		for (int i = 0; i < 12; i++) {
			hits += 100;
			misses += 900;
			last = check.judge(this.history.look(lookups(hits, misses)));
		}
		assertThat(last.verdict()).isEqualTo(Verdict.WRONG);
		assertThat(last.found()).startsWith("10 % of ").contains(" before");
	}

	@Test
	void tellsOnceOfAHitRatioThatHoversAboutTheThreshold() {
		List<Verdict> verdicts = hitRatios(90, 90, (look) -> (look % 8 < 4) ? 38 : 49);
		assertThat(verdicts).contains(Verdict.WRONG);
		assertThat(changes(verdicts)).isEqualTo(1);
	}

	@Test
	void tellsOnceOfAHitRatioOfAsManyLookupsAsAreEnough() {
		List<Verdict> verdicts = hitRatios(90, 90, (look) -> 10, (look) -> (look % 8 < 4) ? 80 : 115);
		assertThat(verdicts).contains(Verdict.WRONG);
		assertThat(changes(verdicts)).isEqualTo(1);
	}

	@Test
	void tellsThatAHitRatioIsRightAgain() {
		List<Verdict> verdicts = hitRatios(90, 90, (look) -> (look < 12) ? 10 : 85);
		assertThat(verdicts).contains(Verdict.WRONG).last().isEqualTo(Verdict.OK);
		assertThat(changes(verdicts)).isEqualTo(2);
	}

	/**
	 * Half an hour of one hit ratio, and twenty minutes of others.
	 */
	private List<Verdict> hitRatios(int percent, int lookups, IntUnaryOperator later) {
		return hitRatios(percent, lookups, later, (look) -> 1000);
	}

	private List<Verdict> hitRatios(int percent, int lookups, IntUnaryOperator later, IntUnaryOperator laterLookups) {
		HitRatioCheck check = new HitRatioCheck();
		List<String> infos = new ArrayList<>();
		long hits = 0;
		long misses = 0;
		for (int look = 0; look < 100; look++) {
			long all = (look < 60) ? 10L * lookups : laterLookups.applyAsInt(look - 60);
			long found = all * ((look < 60) ? percent : later.applyAsInt(look - 60)) / 100;
			hits += found;
			misses += all - found;
			infos.add(lookups(hits, misses));
		}
		return this.history.judge(check, infos).stream().map(Judgement::verdict).toList();
	}

	private static int changes(List<Verdict> verdicts) {
		int changes = 0;
		for (int i = 1; i < verdicts.size(); i++) {
			changes += (verdicts.get(i) != verdicts.get(i - 1)) ? 1 : 0;
		}
		return changes;
	}

	@Test
	void saysNothingOfAHitRatioOfFewLookupsOrAfterAReset() {
		HitRatioCheck check = new HitRatioCheck();
		List<String> infos = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			infos.add(lookups(9000 + 900 * i, 1000));
		}
		for (int i = 0; i < 15; i++) {
			infos.add(lookups(30000, 1000 + 50 * i));
		}
		for (int i = 0; i < 15; i++) {
			infos.add(lookups(10 * i, 900 * i));
		}
		assertThat(this.history.judge(check, infos).subList(0, 40)).extracting(Judgement::verdict)
			.containsOnly(Verdict.OK);
	}

	@Test
	void tellsOnceOfClientsThatHoverAboutTheThreshold() {
		ClientsCheck check = new ClientsCheck(TierRole.STORE);
		List<String> infos = new ArrayList<>(List.of(clients(801, 0)));
		for (int i = 0; i < 20; i++) {
			infos.add(clients(799, 0));
			infos.add(clients(801, 0));
		}
		assertThat(this.history.judge(check, infos)).extracting(Judgement::verdict).containsOnly(Verdict.WRONG);
		for (int i = 0; i < 5; i++) {
			this.history.look(clients(700, 0));
		}
		assertThat(check.judge(this.history.look(clients(700, 0))).verdict()).isEqualTo(Verdict.OK);
	}

	@Test
	void tellsOfRejectedConnections() {
		ClientsCheck check = new ClientsCheck(TierRole.STORE);
		assertThat(check.judge(this.history.look(clients(10, 3))).verdict()).isEqualTo(Verdict.OK);
		Judgement rejected = check.judge(this.history.look(clients(10, 5)));
		assertThat(rejected.found())
			.isEqualTo("2 connections rejected in the last 5 minutes, 10 of 1000 clients connected");
		assertThat(check.judge(this.history.look(clients(10, 0))).verdict()).isEqualTo(Verdict.OK);
	}

	@Test
	void beginsAnewWhenTheServerWasRestarted() {
		this.history.look("run_id:a\nused_memory:999\nmaxmemory:1000\nkeyspace_hits:100");
		assertThat(this.history.look("run_id:b\nused_memory:1").earlier()).isEmpty();
	}

	@Test
	void remembersAnHourAndNoMore() {
		for (int second = 0; second < 3 * 3600; second += 5) {
			this.history.look(Duration.ofSeconds(5), "run_id:a\nused_memory:1\nredis_version:8");
		}
		InspectedServer server = this.history.look("run_id:a\nused_memory:1");
		assertThat(server.earlier()).hasSizeLessThan(70);
		assertThat(server.earlier().get(0).at()).isAfter(server.at().minus(Duration.ofMinutes(61)));
		assertThat(server.earlier().get(0).info().fields()).containsOnlyKeys("used_memory");
	}

	private static String needs(long used) {
		return (used >= 1000) ? "room" : (used > 900) ? "10 % free" : "25 % free";
	}

	private static Severity severity(long used) {
		return (used >= 1000) ? Severity.ERROR : Severity.WARNING;
	}

	private static String memory(long used) {
		return "run_id:a\nused_memory:" + used + "\nmaxmemory:1000";
	}

	private static String aof(int delayed, int pending, int buffered) {
		return "run_id:a\naof_enabled:1\naof_delayed_fsync:%d\naof_pending_bio_fsync:%d\naof_buffer_length:%d"
			.formatted(delayed, pending, buffered);
	}

	private static String replicas(String... states) {
		StringBuilder info = new StringBuilder("run_id:a\nrole:master\nmaster_repl_offset:1000\nconnected_slaves:")
			.append(states.length);
		for (int i = 0; i < states.length; i++) {
			info.append("\nslave%d:ip=10.0.0.%d,port=%d,state=%s".formatted(i, i + 1, i + 1, states[i]));
		}
		return info.toString();
	}

	private static String snapshot(Duration age, int changes) {
		return "rdb_changes_since_last_save:%d\nrdb_last_save_time:%d".formatted(changes,
				Instant.parse("2026-01-01T00:00:00Z").minus(age).getEpochSecond());
	}

	private static String lookups(long hits, long misses) {
		return "run_id:a\nkeyspace_hits:%d\nkeyspace_misses:%d".formatted(hits, misses);
	}

	private static String clients(int connected, int rejected) {
		return "run_id:a\nmaxclients:1000\nconnected_clients:%d\nrejected_connections:%d".formatted(connected,
				rejected);
	}

}
