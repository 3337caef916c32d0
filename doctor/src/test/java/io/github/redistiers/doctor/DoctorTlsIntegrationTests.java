package io.github.redistiers.doctor;

import java.nio.file.Files;
import java.nio.file.Path;

import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.TlsCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DoctorTlsIntegrationTests {

	@RegisterExtension
	static RedisServerExtension store = RedisServerExtension.store();

	@SuppressWarnings("NullAway.Init")
	private static TlsCertificate tls;

	private final FaultProxy proxy;

	private final String url;

	DoctorTlsIntegrationTests() {
		this.proxy = FaultProxy.withTls(store.get(), tls);
		this.url = "rediss://127.0.0.1:" + this.proxy.port();
	}

	@BeforeAll
	static void makeTheCertificate(@TempDir Path folder) {
		tls = TlsCertificate.create(folder);
	}

	@AfterEach
	void close() {
		this.proxy.close();
	}

	@Test
	void trustsTheGivenCertificates() {
		Outcome outcome = Outcome.of("--cacert", tls.certificate().toString(), "--store", this.url);
		assertThat(outcome.out()).contains("The store tier: ");
		assertThat(outcome.exitCode()).isZero();
	}

	@Test
	void trustsNobodyElse() {
		Outcome outcome = Outcome.of("--store", this.url);
		assertThat(outcome.out()).contains("the TLS handshake failed", "--cacert").doesNotContain("redis-tiers.");
		assertThat(outcome.exitCode()).isEqualTo(2);
	}

	@Test
	void saysThatTheServerMaySpeakTlsAlone() {
		Outcome outcome = Outcome.of("--timeout", "2", "--store", this.url.replace("rediss:", "redis:"));
		assertThat(outcome.out()).contains("whether it speaks TLS (rediss:// with TLS");
		assertThat(outcome.exitCode()).isEqualTo(2);
	}

	@Test
	void trustsAnybodyWhenToldTo() {
		assertThat(Outcome.of("--insecure", "--store", this.url).exitCode()).isZero();
	}

	@Test
	void comesWithACertificateOfItsOwn() {
		Outcome outcome = Outcome.of("--cacert", tls.certificate().toString(), "--cert", tls.certificate().toString(),
				"--key", tls.privateKey().toString(), "--store", this.url);
		assertThat(outcome.exitCode()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "--cacert", "--cert", "--key" })
	void saysThatAFileHasSomethingElseInIt(String option, @TempDir Path folder) throws Exception {
		String file = Files.writeString(folder.resolve("none.pem"), "secret").toString();
		String certificate = tls.certificate().toString();
		Outcome outcome = Outcome.of("--cacert", option.equals("--cacert") ? file : certificate, "--cert",
				option.equals("--cert") ? file : certificate, "--key",
				option.equals("--key") ? file : tls.privateKey().toString(), "--store", this.url);
		assertThat(outcome.err()).startsWith("What --cacert, --cert and --key name are not PEM files");
		assertThat(outcome.exitCode()).isEqualTo(2);
	}

}
