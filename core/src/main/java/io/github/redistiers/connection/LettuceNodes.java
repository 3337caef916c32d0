package io.github.redistiers.connection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

import io.github.redistiers.connection.NodeUnreachableException.Kind;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.NamedNode;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration.ClusterConfiguration;
import org.springframework.data.redis.connection.RedisNode;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

/**
 * Finds the servers behind a configuration, asking Sentinel or the cluster if need be.
 */
final class LettuceNodes {

	private final TierSettings settings;

	private final LettuceClientConfiguration clientConfiguration;

	private final NodeClient client;

	LettuceNodes(TierSettings settings, LettuceClientConfiguration clientConfiguration, ClientResources resources) {
		this.settings = settings;
		this.clientConfiguration = clientConfiguration;
		this.client = new NodeClient(settings, clientConfiguration, resources);
	}

	List<TierNode> find() {
		RedisConfiguration configuration = this.settings.configuration();
		if (configuration instanceof RedisSentinelConfiguration sentinel) {
			return askAny(sentinel.getSentinels(), sentinelCredentials(sentinel),
					(seed, connection) -> fromSentinel(sentinel, connection));
		}
		if (configuration instanceof ClusterConfiguration cluster) {
			return askAny(cluster.getClusterNodes(), credentials(), this::fromCluster);
		}
		if (configuration instanceof RedisStaticMasterReplicaConfiguration nodes) {
			return nodes.getNodes().stream().map((it) -> node(it.getHostName(), it.getPort())).toList();
		}
		return List.of(node(RedisConfiguration.getHostOrElse(configuration, () -> "localhost"),
				RedisConfiguration.getPortOrElse(configuration, () -> 6379)));
	}

	private List<TierNode> fromSentinel(RedisSentinelConfiguration sentinel, NodeConnection connection) {
		NamedNode master = Objects.requireNonNull(sentinel.getMaster(), "The name of Sentinel's primary is missing");
		String name = Objects.requireNonNull(master.getName());
		List<?> primary = list(connection.execute("SENTINEL", "GET-MASTER-ADDR-BY-NAME", name));
		if (primary.size() != 2) {
			throw new NodeErrorException("the Sentinel knows no primary named " + name);
		}
		List<TierNode> nodes = new ArrayList<>();
		nodes.add(node(text(primary.get(0)), Integer.parseInt(text(primary.get(1)))));
		for (Object replica : list(connection.execute("SENTINEL", "REPLICAS", name))) {
			nodes.add(node(fact(replica, "ip"), Integer.parseInt(fact(replica, "port"))));
		}
		return nodes;
	}

	private List<TierNode> fromCluster(RedisNode seed, NodeConnection connection) {
		List<TierNode> nodes = new ArrayList<>();
		for (ClusterNodesReply.Node known : ClusterNodesReply.parse(text(connection.execute("CLUSTER", "NODES")))) {
			// A certificate is made out to a name.
			String host = (this.clientConfiguration.isUseSsl() && !known.hostName().isEmpty()) ? known.hostName()
					: known.ip();
			nodes.add(node(host.isEmpty() ? seed.getRequiredHost() : host, known.port()));
		}
		if (nodes.isEmpty()) {
			throw new NodeErrorException("no node with an address");
		}
		return nodes;
	}

	/**
	 * Asks one after the other, until one tells. One that hangs, as its whole host may,
	 * is not waited for while another may tell; only if none does are they given their
	 * time.
	 */
	private List<TierNode> askAny(Collection<RedisNode> seeds, @Nullable RedisCredentialsProvider credentials,
			BiFunction<RedisNode, NodeConnection, List<TierNode>> question) {
		NodeClient patient = this.client;
		NodeClient first = (seeds.size() > 1) ? patient.hurried() : patient;
		List<RedisNode> silent = new ArrayList<>();
		NodeUnreachableException last = null;
		for (RedisNode seed : seeds) {
			try {
				return ask(first, seed, credentials, question);
			}
			catch (NodeUnreachableException ex) {
				last = ex;
				if (ex.kind() == Kind.TIMED_OUT && first != patient) {
					silent.add(seed);
				}
			}
		}
		for (RedisNode seed : silent) {
			try {
				return ask(patient, seed, credentials, question);
			}
			catch (NodeUnreachableException ex) {
				last = ex;
			}
		}
		throw (last != null) ? last : refused(new NodeErrorException("no address is configured"));
	}

	private List<TierNode> ask(NodeClient asking, RedisNode seed, @Nullable RedisCredentialsProvider credentials,
			BiFunction<RedisNode, NodeConnection, List<TierNode>> question) {
		try (NodeConnection connection = asking.connect(seed.getRequiredHost(), seed.getRequiredPort(), credentials)) {
			return question.apply(seed, connection);
		}
		catch (IndexOutOfBoundsException | IllegalArgumentException ex) {
			throw refused(new NodeErrorException("an answer that makes no sense"));
		}
		catch (NodeErrorException ex) {
			throw refused(ex);
		}
	}

	private NodeUnreachableException refused(NodeErrorException ex) {
		boolean areSentinels = this.settings.configuration() instanceof RedisSentinelConfiguration;
		SettingNames names = this.settings.settingNames();
		return new NodeUnreachableException(Kind.OTHER,
				"The servers of the " + this.settings + " cannot be found: "
						+ what(String.valueOf(ex.getMessage()), areSentinels) + ". Check "
						+ (areSentinels ? names.sentinels() : names.cluster()) + ", and the user's permissions.",
				ex);
	}

	private static String what(String reply, boolean areSentinels) {
		if (areSentinels && reply.startsWith("ERR unknown command")) {
			return "what answers there is no Sentinel";
		}
		if (!areSentinels && reply.startsWith("ERR This instance has cluster support disabled")) {
			return "what answers there is not part of a cluster";
		}
		return reply.replaceFirst("\\.$", "");
	}

	private TierNode node(String host, int port) {
		return new LettuceNode(this.client, host, port, this.clientConfiguration.isUseSsl(), credentials());
	}

	private @Nullable RedisCredentialsProvider credentials() {
		return credentialsFactory().createCredentialsProvider(this.settings.configuration());
	}

	private RedisCredentialsProvider sentinelCredentials(RedisSentinelConfiguration sentinel) {
		return credentialsFactory().createSentinelCredentialsProvider(sentinel);
	}

	private RedisCredentialsProviderFactory credentialsFactory() {
		return this.clientConfiguration.getRedisCredentialsProviderFactory().orElseGet(DefaultCredentials::new);
	}

	private static List<?> list(@Nullable Object reply) {
		return (reply instanceof List<?> list) ? list : List.of();
	}

	private static String text(@Nullable Object reply) {
		return String.valueOf(reply);
	}

	private static String fact(@Nullable Object facts, String name) {
		List<?> list = list(facts);
		return text(list.get(list.indexOf(name) + 1));
	}

	/**
	 * The user name and password of the configuration.
	 */
	private static final class DefaultCredentials implements RedisCredentialsProviderFactory {

	}

}
