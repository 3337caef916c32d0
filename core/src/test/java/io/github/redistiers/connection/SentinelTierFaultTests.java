package io.github.redistiers.connection;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.SentinelGroup;
import io.github.redistiers.devservices.ServerGeneration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@EachServerGeneration
@Timeout(120)
class SentinelTierFaultTests {

	private final ServerGeneration generation;

	@SuppressWarnings("NullAway.Init")
	private SentinelGroup group;

	SentinelTierFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@BeforeEach
	void start() {
		this.group = SentinelGroup.start((builder) -> builder.generation(this.generation));
	}

	@AfterEach
	void close() {
		this.group.close();
	}

	@Test
	void followsThePrimaryAfterAFailover() {
		try (TestTier store = store(this.group.name())) {
			store.template().opsForValue().set("a", "1");
			assertThat(new ReactiveStringRedisTemplate(store.factory()).opsForValue().get("a").block()).isEqualTo("1");
			assertThat(addresses(store)).containsExactly(this.group.primary().address(),
					this.group.replica().address());
			RedisServer promoted = this.group.failOver();
			Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
				store.template().opsForValue().set("b", "2");
				return "2".equals(promoted.execute("GET", "b"));
			});
			assertThat(addresses(store)).startsWith(promoted.address());
		}
	}

	@Test
	void asksTheNextSentinelWhenOneIsGone() {
		this.group.sentinels().get(0).stop();
		try (TestTier store = store(this.group.name())) {
			assertThat(addresses(store)).hasSize(2);
			assertThat(store.template().hasKey("a")).isFalse();
		}
	}

	/**
	 * As on a host that hangs as a whole.
	 */
	@Test
	@Timeout(20)
	void doesNotWaitForASentinelThatHangsWhileAnotherTells() {
		RedisServer first = this.group.sentinels().get(0);
		try (TestTier store = TestTier.store(askingInTurn(this.group.nodes()),
				(settings) -> settings.connectTimeout(Duration.ofSeconds(24)))) {
			first.pause();
			assertThat(addresses(store)).hasSize(2);
		}
		finally {
			first.resume();
		}
	}

	@Test
	void givesSentinelsThatAreAllSlowTheirTime() {
		List<FaultProxy> far = this.group.sentinels().stream().map(FaultProxy::to).toList();
		try (TestTier store = TestTier.store(
				askingInTurn(far.stream().map((proxy) -> proxy.host() + ":" + proxy.port()).toList()),
				(settings) -> settings.connectTimeout(Duration.ofSeconds(2)).timeout(Duration.ofSeconds(2)))) {
			far.forEach((proxy) -> proxy.delay(Duration.ofMillis(400)));
			assertThat(addresses(store)).hasSize(2);
		}
		finally {
			far.forEach(FaultProxy::close);
		}
	}

	@Test
	void saysWhereSentinelsAreNamedWhenNoneIsThere() {
		this.group.sentinels().forEach(RedisServer::stop);
		try (TestTier store = store(this.group.name())) {
			assertThatExceptionOfType(NodeUnreachableException.class).isThrownBy(() -> TierNodes.of(store.tier()))
				.withMessageEndingWith("is not connected: nothing listens there. Check that the server runs, then "
						+ "redis-tiers.store.sentinel.nodes and redis-tiers.store.sentinel.master.");
		}
	}

	@Test
	void saysThatSentinelDoesNotKnowThePrimary() {
		try (TestTier store = store("unknown")) {
			assertThatExceptionOfType(NodeUnreachableException.class).isThrownBy(() -> TierNodes.of(store.tier()))
				.withMessageContaining("the Sentinel knows no primary named unknown. Check ")
				.withMessageContaining("redis-tiers.store.sentinel");
		}
	}

	private RedisSentinelConfiguration askingInTurn(List<String> sentinels) {
		return new RedisSentinelConfiguration(this.group.name(), new LinkedHashSet<>(sentinels));
	}

	private static List<String> addresses(TestTier tier) {
		return TierNodes.of(tier.tier()).stream().map(TierNode::address).toList();
	}

	private TestTier store(String primary) {
		return TestTier.store(new RedisSentinelConfiguration(primary, Set.copyOf(this.group.nodes())), (settings) -> {
		});
	}

}
