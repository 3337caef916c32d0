package io.github.redistiers.autoconfigure.topology;

import java.nio.file.Path;
import java.time.Duration;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.Applied;
import io.github.redistiers.store.StoreFailure;
import io.github.redistiers.store.StoreUnavailableException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application whose operator changes passwords, which are in files, while it runs.
 */
@EachServerGeneration
@Timeout(400)
class PasswordRotationFaultTests {

	private final ServerGeneration generation;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@SuppressWarnings("NullAway.Init")
	private PasswordFile password;

	@SuppressWarnings("NullAway.Init")
	private RedisServer server;

	PasswordRotationFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@BeforeEach
	void start() {
		this.server = RedisServer.builder()
			.generation(this.generation)
			.password("secret")
			.user("shop", "first", "~*", "&*", "+@all")
			.start();
		this.password = new PasswordFile(this.folder.resolve("password"));
		this.password.write("first");
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void isNoticedByNobody() {
		application().run((context) -> {
			assertThat(context).hasNotFailed();
			StringRedisTemplate template = context.getBean(StringRedisTemplate.class);
			try (Load load = Load.on(context)) {
				this.server.execute("ACL", "SETUSER", "shop", ">second");
				load.awaitAnswers();
				this.password.write("second");
				assertOpensAConnection(template);
				load.awaitAnswers();
				this.server.execute("ACL", "SETUSER", "shop", "<first");
				assertOpensAConnection(template);
				load.awaitAnswers();
				assertThat(load.failuresOfStore()).isEmpty();
				assertThat(load.failuresOfCache()).isEmpty();
			}
		});
	}

	@Test
	void isNamedWhereItWentWrongAndGoesOnWhenItIsMended() {
		application().run((context) -> {
			assertThat(context).hasNotFailed();
			Visits visits = context.getBean(Visits.class);
			try (Load load = Load.on(context)) {
				// no connection is lost by it
				this.server.execute("ACL", "SETUSER", "shop", "resetpass", ">second");
				load.awaitAnswers();
				assertThat(load.failuresOfStore()).isEmpty();
				this.server.execute("CLIENT", "KILL", "USER", "shop");
				Awaitility.await()
					.untilAsserted(() -> assertThatExceptionOfType(StoreUnavailableException.class)
						.isThrownBy(() -> visits.increment("page"))
						.matches((failure) -> failure.applied() == Applied.NO)
						.withMessageNotContaining("first"));
				Awaitility.await().until(() -> !load.failuresOfStore().isEmpty());
				this.password.write("second");
				load.awaitAnswers();
				Awaitility.await().ignoreExceptions().until(() -> visits.increment("page") > 0);
				assertThat(load.failuresOfStore()).allMatch(StoreFailure.class::isInstance);
				assertThat(load.failuresOfCache()).isEmpty();
			}
		});
	}

	private static void assertOpensAConnection(StringRedisTemplate template) {
		assertThat(template.opsForList().leftPop("absent", Duration.ofMillis(10))).isNull();
	}

	private ApplicationContextRunner application() {
		return this.password.application()
			.withPropertyValues("redis-tiers.cache.url=" + this.server.address(),
					"redis-tiers.store.url=" + this.server.address());
	}

}
