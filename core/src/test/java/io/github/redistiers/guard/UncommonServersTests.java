package io.github.redistiers.guard;

import java.util.List;

import io.github.redistiers.TierRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers that cannot be started here: older, newer and managed ones.
 */
class UncommonServersTests {

	@ParameterizedTest
	@CsvSource({ "6.0.16,WRONG", "5.0.7,WRONG", "6.2.0,OK", "9.1.0,OK" })
	void judgesTheVersion(String version, Verdict verdict) {
		assertThat(new VersionCheck(TierRole.STORE).judge(server("redis_version:" + version)).verdict())
			.isEqualTo(verdict);
	}

	@ParameterizedTest
	@CsvSource({ "allkeys-lrm,OK,INFO", "allkeys-whatever,OK,INFO", "volatile-lrm,WRONG,WARNING",
			"optimistic-volatile,UNKNOWN,INFO", "dreaming,UNKNOWN,INFO" })
	void judgesPoliciesThatAreNewHereForACache(String policy, Verdict verdict, Severity severity) {
		Judgement judgement = new CacheEvictionPolicyCheck().judge(server("maxmemory_policy:" + policy));
		assertThat(judgement.verdict()).isEqualTo(verdict);
		assertThat(judgement.severity()).isEqualTo(severity);
	}

	@ParameterizedTest
	@ValueSource(strings = { "allkeys-lrm", "volatile-lrm", "optimistic-volatile", "dreaming" })
	void trustsNothingButNoevictionForAStore(String policy) {
		assertThat(new StoreEvictionPolicyCheck()
			.judge(server("maxmemory_policy:" + policy + "\nused_memory:10\nmaxmemory:100"))
			.verdict()).isEqualTo(Verdict.WRONG);
	}

	@Test
	void givesAFullStoreRoomBeforeItRefuses() {
		List<String> remedy = new StoreEvictionPolicyCheck()
			.judge(server("maxmemory_policy:allkeys-lru\nused_memory:1073741000\nmaxmemory:1073741824"))
			.remedy();
		assertThat(remedy).hasSize(3);
		assertThat(remedy.get(1)).contains("CONFIG SET maxmemory 2048mb");
		assertThat(remedy.get(2)).contains("CONFIG SET maxmemory-policy noeviction");
	}

	@Test
	void tellsMemoryInMegabytes() {
		assertThat(new CacheMaxmemoryCheck().judge(server("maxmemory:268435456")).found()).isEqualTo("256.0 MB");
		FakeServer store = server("used_memory:104857600\nmaxmemory:1073741824");
		assertThat(new StoreMaxmemoryCheck().judge(store).found()).isEqualTo("1024.0 MB");
		assertThat(new HeadroomCheck().judge(store).found()).isEqualTo("9 % of 1024.0 MB in use");
		assertThat(new StoreMaxmemoryCheck().judge(server("used_memory:1520435\nmaxmemory:0")).remedy().get(0))
			.contains("(1.4 MB)");
	}

	@Test
	void doesNotTakeAHiddenPolicyForAWrongOne() {
		assertThatExceptionOfType(UnknownFactException.class)
			.isThrownBy(() -> new StoreEvictionPolicyCheck().judge(server("maxmemory_policy:")));
	}

	@Test
	void saysThatAServerWithoutConfigurationFileForgets() {
		assertThat(new CacheMaxmemoryCheck().judge(server("maxmemory:0\nconfig_file:")).remedy().get(0))
			.isEqualTo("redis-cli -h store-host -p 6380 CONFIG SET maxmemory 256mb"
					+ "    (the server has no configuration file: start it with --maxmemory 256mb from now on)");
	}

	@ParameterizedTest
	@CsvSource({ "rediss://host:6390,redis-cli -h host -p 6390 --tls PING",
			"redis://host,redis-cli -h host -p 6379 PING", "redis://[::1]:6379,redis-cli -h ::1 -p 6379 PING",
			"redis-socket:///run/redis.sock,redis-cli -s /run/redis.sock PING", "redis://?,redis-cli PING",
			"an address of its own,redis-cli PING" })
	void writesCommandsThatCanBePasted(String address, String command) {
		assertThat(Remedy.on(new FakeServer(address, "")).run("PING", "").lines()).containsExactly(command);
	}

	private static FakeServer server(String info) {
		return new FakeServer("redis://store-host:6380", info);
	}

}
