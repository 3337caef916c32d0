package io.github.redistiers.guard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.redistiers.connection.NodeErrorException;
import io.github.redistiers.connection.NodeUnreachableException;
import io.github.redistiers.connection.NodeUnreachableException.Kind;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierNode;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConfiguration.WithAuthentication;

/**
 * A server on one connection, which remembers its answers.
 */
final class LiveServer implements InspectedServer, AutoCloseable {

	private final RedisTier tier;

	private final TierNode node;

	private final NodeSession session;

	private final KeptConnections connections;

	private final Instant at;

	private final Map<List<String>, Answer> answers = new HashMap<>();

	private volatile List<InspectedServer> tierServers = List.of(this);

	private @Nullable ServerInfo info;

	/**
	 * Once it did not answer in time, waiting for it again and again would only add up.
	 */
	private @Nullable UnknownFactException silence;

	private List<Sighting> earlier = List.of();

	/**
	 * How it answered who does not authenticate, and where.
	 */
	private @Nullable String outsideAnswer;

	private @Nullable OutsideSession outside;

	private boolean isKept;

	private LiveServer(RedisTier tier, TierNode node, KeptConnections connections, Instant at) {
		this.tier = tier;
		this.node = node;
		this.session = connections.connect(tier, node);
		this.connections = connections;
		this.at = at;
	}

	/**
	 * Connects to a server and asks it for its {@code INFO}.
	 * @throws NodeUnreachableException if it cannot be reached
	 */
	static LiveServer reach(RedisTier tier, TierNode node, KeptConnections connections, Instant at) {
		LiveServer server = new LiveServer(tier, node, connections, at);
		try {
			server.greet();
			return server;
		}
		catch (RuntimeException ex) {
			// one that hangs is not waited for twice
			boolean isLost = ex instanceof NodeUnreachableException && !server.session.isOpen();
			server.close();
			if (!isLost) {
				throw ex;
			}
		}
		// lost just now, as by a restart
		LiveServer again = new LiveServer(tier, node, connections, at);
		try {
			again.greet();
			return again;
		}
		catch (RuntimeException ex) {
			again.close();
			throw ex;
		}
	}

	private void greet() {
		try {
			execute(List.of("INFO"));
		}
		catch (NodeErrorException ex) {
			if (Refusals.code(String.valueOf(ex.getMessage())).equals("NOAUTH")) {
				throw this.node.unusable(Kind.WRONG_CREDENTIALS, ex);
			}
			return;
		}
		if (isSentinel()) {
			throw this.node.unusable(Kind.SENTINEL, null);
		}
	}

	/**
	 * It answers much of what a server does, and would be taken for one that tells
	 * nothing. Valkey calls its mode by another name.
	 */
	private boolean isSentinel() {
		ServerInfo info = info();
		return "sentinel".equals(info.find("redis_mode")) || "sentinel".equals(info.find("server_mode"));
	}

	void joinTier(List<InspectedServer> servers) {
		this.tierServers = List.copyOf(servers);
	}

	@Override
	public RedisTier tier() {
		return this.tier;
	}

	@Override
	public List<InspectedServer> tierServers() {
		return this.tierServers;
	}

	@Override
	public TierNode node() {
		return this.node;
	}

	@Override
	public Instant at() {
		return this.at;
	}

	@Override
	public List<Sighting> earlier() {
		return this.earlier;
	}

	/**
	 * Adds what it tells now to what it told before.
	 */
	void remember(ServerHistory history) {
		try {
			this.earlier = history.add(this.at, info());
		}
		catch (UnknownFactException ex) {
			// it tells nothing, and so nothing of it is known later
		}
	}

	@Override
	public synchronized ServerInfo info() {
		ServerInfo known = this.info;
		if (known == null) {
			known = ServerInfo.parse(String.valueOf(ask("INFO")));
			this.info = known;
		}
		return known;
	}

	@Override
	public String setting(String name) {
		if (ask("CONFIG", "GET", name) instanceof List<?> reply && reply.size() > 1 && reply.get(1) != null) {
			return String.valueOf(reply.get(1));
		}
		throw new UnknownFactException("The server does not tell its setting " + name
				+ ". Look it up where the server is managed, then declare it (assumed).");
	}

	@Override
	public synchronized @Nullable Object ask(String command, String... arguments) {
		List<String> words = new ArrayList<>();
		words.add(command);
		words.addAll(List.of(arguments));
		try {
			return execute(words);
		}
		catch (NodeErrorException ex) {
			throw Refusals.explain(this, user(), words, ex);
		}
		catch (NodeUnreachableException ex) {
			this.silence = new UnknownFactException("The server did not answer " + command + " in time.");
			throw this.silence;
		}
	}

	@Override
	public synchronized String pingUnauthenticated() {
		String answer = this.outsideAnswer;
		if (answer == null) {
			try {
				answer = pingOutside();
			}
			catch (NodeUnreachableException ex) {
				throw new UnknownFactException("A connection without password came to nothing: " + ex.getMessage());
			}
			this.outsideAnswer = answer;
		}
		return answer;
	}

	private String pingOutside() {
		OutsideSession kept = this.connections.outside(this.tier, this.node);
		if (kept != null) {
			try {
				String answer = kept.ping();
				if (kept.isTelling(answer)) {
					this.outside = kept;
					return answer;
				}
				kept.close();
			}
			catch (NodeUnreachableException ex) {
				boolean isLost = !kept.isOpen();
				kept.close();
				if (!isLost) {
					throw ex;
				}
			}
		}
		OutsideSession fresh = this.connections.connectOutside(this.node);
		this.outside = fresh;
		return fresh.ping();
	}

	private @Nullable Object execute(List<String> words) {
		Answer answer = this.answers.get(words);
		if (answer == null) {
			if (this.silence != null) {
				throw this.silence;
			}
			answer = send(words);
			this.answers.put(words, answer);
		}
		if (answer.error != null) {
			throw answer.error;
		}
		return answer.reply;
	}

	private Answer send(List<String> words) {
		try {
			return new Answer(this.session.execute(words), null);
		}
		catch (NodeErrorException ex) {
			return new Answer(null, ex);
		}
	}

	private String user() {
		try {
			return (execute(List.of("ACL", "WHOAMI")) instanceof String user) ? user : configuredUser();
		}
		catch (NodeErrorException | NodeUnreachableException | UnknownFactException ex) {
			return configuredUser();
		}
	}

	private String configuredUser() {
		if (this.tier.connectionFactory() instanceof TierConnectionFactory factory
				&& factory.getSettings().configuration() instanceof WithAuthentication configured) {
			return Objects.requireNonNullElse(configured.getUsername(), "<user>");
		}
		return "<user>";
	}

	/**
	 * Gives its connections back.
	 * @return whether all are kept; otherwise this is to be closed
	 */
	synchronized boolean giveBack() {
		OutsideSession lent = this.outside;
		if (lent != null && this.outsideAnswer != null && this.connections.keep(this.tier, this.node, lent)) {
			this.outside = null;
		}
		this.isKept = this.silence == null && this.connections.keep(this.tier, this.node, this.session);
		return this.isKept && this.outside == null;
	}

	/**
	 * Closes what was not kept.
	 */
	@Override
	public synchronized void close() {
		if (!this.isKept) {
			this.session.close();
		}
		if (this.outside != null) {
			this.outside.close();
		}
	}

	private record Answer(@Nullable Object reply, @Nullable NodeErrorException error) {

	}

}
