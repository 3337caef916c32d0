package io.github.redistiers.devservices;

import java.time.Duration;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

// on one generation: a proxy does not know what it carries
class FaultProxyFaultTests {

	// for what shall answer, however busy the machine is
	private static final Duration PATIENT = Duration.ofSeconds(30);

	// for what shall not answer
	private static final Duration SHORT = Duration.ofMillis(500);

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private final FaultProxy proxy = FaultProxy.to(server.get());

	private final RedisClient client = RedisClient.create(SharedThreads.RESOURCES);

	FaultProxyFaultTests() {
		this.client.setOptions(ClientOptions.builder().autoReconnect(false).build());
	}

	@AfterEach
	void close() {
		this.client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
		this.proxy.close();
	}

	@Test
	void letsEverythingPass() {
		StatefulRedisConnection<String, String> connection = connect();
		String value = "x".repeat(3_000_000);
		assertThat(connection.sync().set("a", value)).isEqualTo("OK");
		assertThat(connection.sync().get("a")).isEqualTo(value);
		assertThat(this.proxy.connectionCount()).isEqualTo(1);
	}

	@Test
	void delaysReplies() {
		StatefulRedisConnection<String, String> connection = connect();
		this.proxy.delay(Duration.ofSeconds(3));
		connection.setTimeout(SHORT);
		assertThatExceptionOfType(RedisCommandTimeoutException.class).isThrownBy(() -> connection.sync().incr("a"));
		// the request was not late
		await().untilAsserted(() -> assertThat(server.execute("GET", "a")).isEqualTo("1"));
		this.proxy.pass();
		assertThat(connect().sync().incr("a")).isEqualTo(2);
	}

	@Test
	void cutsConnectionsAndAcceptsNewOnes() {
		StatefulRedisConnection<String, String> connection = connect();
		this.proxy.cut();
		await().until(() -> !connection.isOpen());
		assertThat(connect().sync().ping()).isEqualTo("PONG");
	}

	@Test
	void refusesNewConnectionsAndKeepsPresentOnes() {
		StatefulRedisConnection<String, String> connection = connect();
		this.proxy.refuseConnections();
		assertThatExceptionOfType(RedisConnectionException.class).isThrownBy(this::connect);
		assertThat(connection.sync().ping()).isEqualTo("PONG");
		this.proxy.pass();
		assertThat(connect().sync().ping()).isEqualTo("PONG");
	}

	@Test
	void swallowsEverythingInABlackHoleWithoutClosing() {
		StatefulRedisConnection<String, String> connection = connect();
		this.proxy.blackHole();
		connection.setTimeout(SHORT);
		assertThatExceptionOfType(RedisCommandTimeoutException.class).isThrownBy(() -> connection.sync().incr("a"));
		assertThat(server.execute("GET", "a")).isNull();
		assertThatExceptionOfType(RedisException.class).isThrownBy(() -> connect(SHORT));
		assertThat(connection.isOpen()).isTrue();
		this.proxy.pass();
		connection.setTimeout(PATIENT);
		await().untilAsserted(() -> assertThat(server.execute("GET", "a")).isEqualTo("1"));
		assertThat(connection.sync().ping()).isEqualTo("PONG");
	}

	@Test
	void dropsTheReplyOfACommandThatWasCarriedOut() {
		StatefulRedisConnection<String, String> connection = connect();
		assertThat(connection.sync().ping()).isEqualTo("PONG");
		this.proxy.dropNextReply();
		assertThatExceptionOfType(RedisException.class).isThrownBy(() -> connection.sync().incr("a"));
		assertThat(server.execute("GET", "a")).isEqualTo("1");
		await().until(() -> !connection.isOpen());
		assertThat(connect().sync().incr("a")).isEqualTo(2);
	}

	@Test
	void closesClientsWhenTheServerIsGoneAndServesThemAgainAfterwards() {
		StatefulRedisConnection<String, String> connection = connect();
		server.get().kill();
		await().until(() -> !connection.isOpen());
		server.get().restart();
		assertThat(connect().sync().ping()).isEqualTo("PONG");
	}

	private StatefulRedisConnection<String, String> connect() {
		return connect(PATIENT);
	}

	private StatefulRedisConnection<String, String> connect(Duration timeout) {
		RedisURI uri = RedisURI.create(this.proxy.address());
		uri.setTimeout(timeout);
		return this.client.connect(uri);
	}

}
