package io.github.redistiers.test.container;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;

import io.github.redistiers.CacheTier;
import io.github.redistiers.devservices.TlsCertificate;
import io.github.redistiers.test.CacheTierContainer;
import io.github.redistiers.test.StoreTierContainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.utility.MountableFile;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.testcontainers.service.connection.PemTrustStore;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A container that speaks TLS beside one that does not.
 */
@Tag("containers")
@Testcontainers
@SpringBootTest(classes = StartedApplication.Application.class)
class TierContainerTlsIntegrationTests {

	private static final String FOLDER = "target/container-tls";

	private static final TlsCertificate certificate = certificate();

	@Container
	@CacheTierContainer
	static final GenericContainer<?> cache = Containers.genericRedis();

	@Container
	@StoreTierContainer
	@PemTrustStore(certificate = "file:" + FOLDER + "/server.crt")
	static final GenericContainer<?> store = Containers.genericRedis()
		.withCopyFileToContainer(MountableFile.forHostPath(certificate.certificate()), "/server.crt")
		.withCopyFileToContainer(MountableFile.forHostPath(certificate.privateKey()), "/key.pem")
		.withCommand("redis-server --port 0 --tls-port 6379 --tls-cert-file /server.crt "
				+ "--tls-key-file /key.pem --tls-auth-clients no");

	@Autowired
	private StringRedisTemplate template;

	@Autowired
	@CacheTier
	private StringRedisTemplate cacheTemplate;

	@Test
	void isSpokenToUnderTheCertificateThatItsAnnotationTrusts() {
		this.template.opsForValue().set("whose", "store");
		this.cacheTemplate.opsForValue().set("whose", "cache", Duration.ofMinutes(1));
		assertThat(this.template.opsForValue().get("whose")).isEqualTo("store");
		assertThat(this.cacheTemplate.opsForValue().get("whose")).isEqualTo("cache");
	}

	private static TlsCertificate certificate() {
		FileSystemUtils.deleteRecursively(new File(FOLDER)); // an earlier run's
		return TlsCertificate.create(Path.of(FOLDER));
	}

}
