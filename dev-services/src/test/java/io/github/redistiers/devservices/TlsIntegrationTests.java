package io.github.redistiers.devservices;

import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.time.Duration;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TlsIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static TlsCertificate certificate;

	private final RedisClient client = RedisClient.create(SharedThreads.RESOURCES);

	@BeforeAll
	static void makeCertificate(@TempDir Path folder) {
		certificate = TlsCertificate.create(folder);
	}

	@AfterEach
	void shutDown() {
		this.client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
	}

	@Test
	void speaksTlsWithAClientThatTrustsTheCertificate() {
		trust(SslOptions.builder().trustManager(certificate.certificate().toFile()).build());
		try (FaultProxy proxy = FaultProxy.withTls(server.get(), certificate)) {
			assertThat(proxy.address()).startsWith("rediss://");
			assertThat(this.client.connect(uri(proxy)).sync().set("a", "x".repeat(100_000))).isEqualTo("OK");
		}
	}

	@Test
	void isTrustedByItsTrustStore() {
		trust(SslOptions.builder().truststore(certificate.trustStore().toFile(), certificate.password()).build());
		try (FaultProxy proxy = FaultProxy.withTls(server.get(), certificate)) {
			assertThat(this.client.connect(uri(proxy)).sync().ping()).isEqualTo("PONG");
			proxy.dropNextReply();
			assertThat(server.execute("GET", "a")).isNull();
		}
	}

	@Test
	void isRefusedByAClientThatDoesNotTrustIt() {
		try (FaultProxy proxy = FaultProxy.withTls(server.get(), certificate)) {
			assertThatExceptionOfType(RedisConnectionException.class).isThrownBy(() -> this.client.connect(uri(proxy)))
				.withRootCauseInstanceOf(CertPathBuilderException.class);
		}
	}

	private static RedisURI uri(FaultProxy proxy) {
		return RedisURI.create(proxy.address());
	}

	private void trust(SslOptions options) {
		this.client.setOptions(ClientOptions.builder().sslOptions(options).build());
	}

}
