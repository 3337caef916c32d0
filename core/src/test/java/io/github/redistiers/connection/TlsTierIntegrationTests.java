package io.github.redistiers.connection;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.github.redistiers.connection.NodeUnreachableException.Kind;
import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.TlsCertificate;
import io.lettuce.core.SslOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslHandler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TlsTierIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@SuppressWarnings("NullAway.Init")
	private FaultProxy tls;

	@SuppressWarnings("NullAway.Init")
	private TlsCertificate certificate;

	@BeforeEach
	void open() {
		this.certificate = TlsCertificate.create(this.folder);
		this.tls = FaultProxy.withTls(server.get(), this.certificate);
	}

	@AfterEach
	void close() {
		this.tls.close();
	}

	@Test
	void talksTlsInEveryWay() {
		try (TestTier store = store(trusting())) {
			store.template().opsForValue().set("a", "1");
			assertThat(new ReactiveStringRedisTemplate(store.factory()).opsForValue().get("a").block()).isEqualTo("1");
			assertThat(store.template().opsForList().leftPop("absent", Duration.ofMillis(100))).isNull();
			List<TierNode> nodes = TierNodes.of(store.tier());
			assertThat(nodes).extracting(TierNode::address).containsExactly(this.tls.address());
			try (NodeConnection connection = nodes.get(0).connect()) {
				assertThat(connection.execute("INFO")).asString().contains("redis_version:");
			}
		}
	}

	@Test
	void connectsTheCacheOverTlsWithinItsLimit() {
		try (TestTier cache = TestTier.cache(configuration(), (settings) -> settings.ssl(trusting()))) {
			Awaitility.await()
				.ignoreExceptions()
				.untilAsserted(() -> assertThat(cache.template().hasKey("a")).isFalse());
		}
	}

	@Test
	void consolidatesFlushesDirectlyBehindTls() {
		AtomicReference<Channel> last = new AtomicReference<>();
		ClientResources resources = TierClientResources
			.create((builder) -> builder.nettyCustomizer(new NettyCustomizer() {

				@Override
				public void afterChannelInitialized(Channel channel) {
					last.set(channel);
				}

			}));
		try (TestTier store = TestTier.store(configuration(),
				(settings) -> settings.ssl(trusting()).clientResources(resources))) {
			store.template().opsForValue().set("a", "1");
			List<ChannelHandler> handlers = List.copyOf(last.get().pipeline().toMap().values());
			assertThat(handlers.stream().<Class<?>>map(Object::getClass)).startsWith(SslHandler.class,
					FlushConsolidationHandler.class);
		}
		finally {
			resources.shutdown();
		}
	}

	@Test
	void saysThatTheCertificateIsNotTrusted() {
		try (TestTier store = store(null)) {
			Awaitility.await()
				.untilAsserted(() -> assertThatExceptionOfType(RedisConnectionFailureException.class)
					.isThrownBy(() -> store.template().hasKey("a"))
					.withMessageContaining("the TLS handshake failed")
					.withMessageContaining("redis-tiers.store.ssl.bundle"));
			assertThatExceptionOfType(NodeUnreachableException.class)
				.isThrownBy(() -> TierNodes.of(store.tier()).get(0).connect())
				.extracting(NodeUnreachableException::kind)
				.isEqualTo(Kind.TLS);
		}
	}

	@Test
	void asksWhetherASilentServerSpeaksTlsAtAll() {
		try (TestTier store = TestTier.store(new RedisStandaloneConfiguration(server.host(), server.port()),
				(settings) -> settings.ssl(null).connectTimeout(Duration.ofMillis(500)))) {
			assertThatExceptionOfType(NodeUnreachableException.class)
				.isThrownBy(() -> TierNodes.of(store.tier()).get(0).connect())
				.withMessageContaining("no answer within 500 ms")
				.withMessageContaining("redis-tiers.store.ssl.enabled");
		}
	}

	private TestTier store(@org.jspecify.annotations.Nullable SslOptions options) {
		return TestTier.store(configuration(), (settings) -> settings.ssl(options));
	}

	private RedisStandaloneConfiguration configuration() {
		return new RedisStandaloneConfiguration(this.tls.host(), this.tls.port());
	}

	private SslOptions trusting() {
		return SslOptions.builder()
			.jdkSslProvider()
			.truststore(this.certificate.trustStore().toFile(), this.certificate.password())
			.build();
	}

}
