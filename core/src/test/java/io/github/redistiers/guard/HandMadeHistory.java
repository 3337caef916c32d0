package io.github.redistiers.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierNode;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A server that was looked at for a while, and told at each look what a test says: for
 * what takes hours on a real one.
 */
final class HandMadeHistory {

	private static final LettuceConnectionFactory NEVER_CONNECTED = new LettuceConnectionFactory();

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private final ServerHistory history = new ServerHistory();

	private final Map<String, String> settings;

	private final String address;

	private Instant now = START;

	HandMadeHistory() {
		this(Map.of());
	}

	HandMadeHistory(Map<String, String> settings) {
		this("redis://host:6379", settings);
	}

	HandMadeHistory(String address, Map<String, String> settings) {
		this.address = address;
		this.settings = settings;
	}

	/**
	 * Looks at the server after a while.
	 */
	InspectedServer look(Duration later, String info) {
		this.now = this.now.plus(later);
		ServerInfo parsed = ServerInfo.parse(info);
		return new Told(new FakeServer(this.address, info), this.now, this.history.add(this.now, parsed),
				this.settings);
	}

	/**
	 * Looks every 30 seconds.
	 */
	InspectedServer look(String info) {
		return look(Duration.ofSeconds(30), info);
	}

	/**
	 * What a check says at each of some looks, 30 seconds apart.
	 */
	List<Judgement> judge(ServerCheck check, List<String> infos) {
		List<Judgement> judgements = new ArrayList<>();
		for (String info : infos) {
			judgements.add(check.judge(look(info)));
		}
		return judgements;
	}

	private record Told(FakeServer server, Instant at, List<Sighting> earlier,
			Map<String, String> settings) implements InspectedServer {

		@Override
		public RedisTier tier() {
			return new RedisTier("tier", TierRole.STORE, NEVER_CONNECTED);
		}

		@Override
		public List<InspectedServer> tierServers() {
			return List.of(this);
		}

		@Override
		public TierNode node() {
			return this.server;
		}

		@Override
		public ServerInfo info() {
			return this.server.info();
		}

		@Override
		public @Nullable Object ask(String command, String... arguments) {
			return this.server.ask(command, arguments);
		}

		@Override
		public String pingUnauthenticated() {
			return this.server.pingUnauthenticated();
		}

		@Override
		public String setting(String name) {
			String value = this.settings.get(name);
			return (value != null) ? value : this.server.setting(name);
		}

	}

}
