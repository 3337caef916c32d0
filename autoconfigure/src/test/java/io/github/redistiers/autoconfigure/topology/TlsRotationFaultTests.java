package io.github.redistiers.autoconfigure.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

import io.github.redistiers.connection.NodeUnreachableException;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierNodes;
import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerBuilder;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.TlsCertificate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application on a server that demands a client's certificate, and certificates that
 * are renewed while both run.
 */
@EachServerGeneration
@Timeout(400)
class TlsRotationFaultTests {

	private final ServerGeneration generation;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@SuppressWarnings("NullAway.Init")
	private TlsCertificate certificate;

	@SuppressWarnings("NullAway.Init")
	private TlsCertificate renewed;

	@SuppressWarnings("NullAway.Init")
	private RedisServer server;

	TlsRotationFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@BeforeEach
	void start() {
		this.certificate = TlsCertificate.create(this.folder.resolve("server"));
		this.renewed = TlsCertificate.create(this.folder.resolve("renewed"));
		for (String bundle : new String[] { "store", "cache" }) {
			show(bundle, this.certificate);
			trust(bundle, this.certificate);
		}
		this.server = settings(RedisServer.builder()).start();
	}

	private RedisServerBuilder settings(RedisServerBuilder builder) {
		return builder.generation(this.generation).tls(this.certificate).setting("tls-auth-clients", "yes");
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void keepsCallersFromNoticingThatCertificatesAreRenewed() {
		application().run((context) -> assertRenewsUnnoticed(context, List.of(this.server)));
	}

	@Test
	void keepsCallersOfAClusterFromNoticingThatCertificatesAreRenewed() {
		try (ClusterGroup group = ClusterGroup.start(this::settings)) {
			String nodes = String.join(",", group.nodes());
			application((tier) -> tier + ".cluster.nodes=" + nodes)
				.run((context) -> assertRenewsUnnoticed(context, group.servers()));
		}
	}

	private void assertRenewsUnnoticed(AssertableApplicationContext context, List<RedisServer> servers) {
		assertThat(context).hasNotFailed();
		try (Load load = Load.on(context)) {
			serversTrust(servers, "both", this.certificate, this.renewed);
			trust("store", this.certificate, this.renewed);
			trust("cache", this.certificate, this.renewed);
			show("store", this.renewed);
			show("cache", this.renewed);
			awaitRenewed(context, "store");
			awaitRenewed(context, "cache");
			load.awaitAnswers();
			serverShows(this.renewed);
			serversTrust(servers, "renewed", this.renewed);
			load.awaitAnswers();
			assertOpensConnections(context);
			assertThat(load.failuresOfStore()).isEmpty();
			assertThat(load.failuresOfCache()).isEmpty();
			// those that were opened with the old certificate come back with the new
			servers.forEach((server) -> server.execute("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"));
			load.awaitAnswers();
			assertThat(load.failuresOfCache()).isEmpty();
		}
	}

	@Test
	void saysThatTheServerHasAnotherAuthorityAndGoesOnWhenTheBundleHasItToo() {
		application().run((context) -> {
			assertThat(context).hasNotFailed();
			try (Load load = Load.on(context)) {
				this.server.kill();
				serverShows(this.renewed);
				this.server.restart();
				assertThatExceptionOfType(NodeUnreachableException.class)
					.isThrownBy(() -> TierNodes.of(context.getBean("redisStoreTier", RedisTier.class)).get(0).connect())
					.withMessageContaining("the TLS handshake failed")
					.withMessageContaining("redis-tiers.store.ssl.bundle");
				for (String bundle : new String[] { "store", "cache" }) {
					trust(bundle, this.renewed);
					show(bundle, this.renewed);
				}
				load.awaitAnswers();
				assertThat(load.failuresOfCache()).isEmpty();
				assertOpensConnections(context);
			}
		});
	}

	@Test
	void keepsTheCertificateWhenTheNewOneCannotBeRead() {
		application().run((context) -> {
			assertThat(context).hasNotFailed();
			SslBundles bundles = context.getBean(SslBundles.class);
			Object before = bundles.getBundle("store");
			write(file("store", "client.crt"), "-----BEGIN CERTIFICATE-----\nhalf writ");
			Awaitility.await().until(() -> bundles.getBundle("store") != before);
			assertOpensConnections(context);
		});
	}

	@Test
	void saysThatTheServerDemandsACertificate() {
		application()
			.withPropertyValues("redis-tiers.store.ssl.bundle=trusting",
					"spring.ssl.bundle.pem.trusting.truststore.certificate=file:" + file("store", "trust.crt"))
			.run((context) -> assertThatExceptionOfType(NodeUnreachableException.class)
				.isThrownBy(() -> TierNodes.of(context.getBean("redisStoreTier", RedisTier.class)).get(0).connect())
				.withMessageContaining("the TLS handshake failed")
				.withMessageContaining("redis-tiers.store.ssl.bundle"));
	}

	private ApplicationContextRunner application() {
		return application((tier) -> tier + ".url=rediss://127.0.0.1:" + this.server.tlsPort());
	}

	private ApplicationContextRunner application(UnaryOperator<String> address) {
		ApplicationContextRunner runner = Load.application()
			.withPropertyValues("spring.ssl.bundle.watch.file.quiet-period=200ms");
		for (String tier : new String[] { "store", "cache" }) {
			String bundle = "spring.ssl.bundle.pem." + tier;
			runner = runner.withPropertyValues(address.apply("redis-tiers." + tier),
					"redis-tiers." + tier + ".ssl.bundle=" + tier, bundle + ".reload-on-update=true",
					bundle + ".keystore.certificate=file:" + file(tier, "client.crt"),
					bundle + ".keystore.private-key=file:" + file(tier, "client.key"),
					bundle + ".truststore.certificate=file:" + file(tier, "trust.crt"));
		}
		return runner;
	}

	/**
	 * Commands that each open a connection of their own.
	 */
	private static void assertOpensConnections(ApplicationContext context) {
		StringRedisTemplate template = context.getBean(StringRedisTemplate.class);
		for (int i = 0; i < 3; i++) {
			assertThat(template.opsForList().leftPop("absent", Duration.ofMillis(10))).isNull();
		}
	}

	private void awaitRenewed(ApplicationContext context, String bundle) {
		Certificate expected = certificate(this.renewed);
		Awaitility.await().until(() -> {
			KeyStore keys = context.getBean(SslBundles.class).getBundle(bundle).getStores().getKeyStore();
			KeyStore trusted = context.getBean(SslBundles.class).getBundle(bundle).getStores().getTrustStore();
			return holds(keys, expected) && holds(trusted, expected);
		});
	}

	private static boolean holds(@Nullable KeyStore store, Certificate certificate) {
		try {
			return store != null && store.getCertificateAlias(certificate) != null;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Certificate certificate(TlsCertificate made) {
		try {
			KeyStore store = KeyStore.getInstance(made.trustStore().toFile(), made.password().toCharArray());
			return Objects.requireNonNull(store.getCertificate(store.aliases().nextElement()));
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void show(String bundle, TlsCertificate made) {
		write(file(bundle, "client.key"), read(made.privateKey()));
		write(file(bundle, "client.crt"), read(made.certificate()));
	}

	private void trust(String bundle, TlsCertificate... made) {
		write(file(bundle, "trust.crt"), all(made));
	}

	private void serverShows(TlsCertificate made) {
		write(this.certificate.privateKey(), read(made.privateKey()));
		write(this.certificate.certificate(), read(made.certificate()));
	}

	/**
	 * The servers read their own certificate again as well.
	 */
	private void serversTrust(List<RedisServer> servers, String name, TlsCertificate... made) {
		Path trusted = file("server", name + ".crt");
		write(trusted, all(made));
		servers.forEach((server) -> server.execute("CONFIG", "SET", "tls-ca-cert-file", trusted.toString()));
	}

	private static String all(TlsCertificate... made) {
		StringBuilder all = new StringBuilder();
		for (TlsCertificate one : made) {
			all.append(read(one.certificate()));
		}
		return all.toString();
	}

	private Path file(String bundle, String name) {
		return this.folder.resolve(bundle).resolve(name);
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void write(Path file, String text) {
		try {
			Files.createDirectories(file.getParent());
			Path partial = Files.writeString(file.resolveSibling(file.getFileName() + ".part"), text);
			Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
