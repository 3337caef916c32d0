package io.github.redistiers.devservices;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.cluster.SlotHash;

/**
 * A cluster of three primaries with one replica each, which promotes a replica some two
 * seconds after its primary is gone.
 *
 * @since 0.1.0
 */
public final class ClusterGroup implements AutoCloseable {

	private static final int SLOTS = 16384;

	private static final int PRIMARIES = 3;

	private static final int NODES = 2 * PRIMARIES;

	/**
	 * Longer than the five seconds after which a server gives up a failover that it was
	 * asked for: whoever asks earlier begins it anew.
	 */
	private static final long ASK_AGAIN_NANOS = Duration.ofSeconds(6).toNanos();

	private final List<RedisServer> servers = new ArrayList<>();

	private ClusterGroup() {
	}

	/**
	 * Starts all six. Returns when every node knows every slot's owner.
	 * @param settings what the servers have in common, such as generation and preset
	 * @return the running cluster
	 * @throws ServerStartException when a server cannot be started
	 */
	public static ClusterGroup start(UnaryOperator<RedisServerBuilder> settings) {
		ClusterGroup group = new ClusterGroup();
		try {
			for (int i = 0; i < NODES; i++) {
				group.servers.add(node(settings));
			}
			group.assignSlots();
			group.meet();
			group.replicate();
			group.awaitHealthy();
			return group;
		}
		catch (RuntimeException ex) {
			group.close();
			throw ex;
		}
	}

	private static RedisServer node(UnaryOperator<RedisServerBuilder> settings) {
		return ReplicaPair.prompt(settings)
			.setting("cluster-enabled", "yes")
			.setting("cluster-node-timeout", "2000")
			.start();
	}

	private void assignSlots() {
		for (int i = 0; i < PRIMARIES; i++) {
			int first = SLOTS * i / PRIMARIES;
			int end = SLOTS * (i + 1) / PRIMARIES;
			Stream<String> slots = IntStream.range(first, end).mapToObj(String::valueOf);
			this.servers.get(i).execute(Stream.concat(Stream.of("CLUSTER", "ADDSLOTS"), slots).toArray(String[]::new));
		}
	}

	private void meet() {
		RedisServer first = this.servers.get(0);
		for (int i = 0; i < NODES; i++) {
			RedisServer server = this.servers.get(i);
			// different from the start, so that no two nodes must settle it
			server.execute("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(i + 1));
			if (i > 0) {
				server.execute("CLUSTER", "MEET", first.host(), String.valueOf(first.announcedPort()));
			}
		}
		Eventually.holds("all nodes know each other", () -> this.servers.stream()
			.allMatch((server) -> info(server).contains("cluster_known_nodes:" + NODES)));
	}

	private void replicate() {
		for (int i = 0; i < PRIMARIES; i++) {
			RedisServer replica = this.servers.get(PRIMARIES + i);
			String primary = String.valueOf(this.servers.get(i).execute("CLUSTER", "MYID"));
			Eventually.holds("a node has become a replica",
					() -> "OK".equals(replica.execute("CLUSTER", "REPLICATE", primary)));
		}
	}

	/**
	 * Waits until all running nodes know every slot's owner and every running replica
	 * follows its primary.
	 */
	public void awaitHealthy() {
		Eventually.holds("the cluster is healthy", () -> running().allMatch(ClusterGroup::isHealthy));
	}

	private static boolean isHealthy(RedisServer server) {
		String replication = String.valueOf(server.execute("INFO", "replication"));
		boolean follows = replication.contains("role:slave") && replication.contains("master_link_status:up");
		boolean leads = replication.contains("role:master") && !replication.contains("connected_slaves:0");
		return info(server).contains("cluster_state:ok") && (follows || leads);
	}

	/**
	 * All nodes' addresses.
	 * @return six, such as {@code 127.0.0.1:20123}
	 */
	public List<String> nodes() {
		return this.servers.stream().map(ReplicaPair::node).toList();
	}

	/**
	 * All nodes; the first three were primaries at first.
	 * @return six servers
	 */
	public List<RedisServer> servers() {
		return List.copyOf(this.servers);
	}

	/**
	 * The nodes that are running primaries now.
	 * @return usually three servers
	 */
	public List<RedisServer> primaries() {
		return running().filter(ClusterGroup::isPrimary).toList();
	}

	/**
	 * The running node that owns a key's slot.
	 * @param key the key
	 * @return a primary
	 */
	public RedisServer ownerOf(String key) {
		String slot = String.valueOf(this.servers.stream()
			.filter(RedisServer::isRunning)
			.findFirst()
			.orElseThrow()
			.execute("CLUSTER", "KEYSLOT", key));
		return ownerOf(Integer.parseInt(slot));
	}

	/**
	 * The running node that owns a slot.
	 * @param slot the slot
	 * @return a primary
	 */
	public RedisServer ownerOf(int slot) {
		return primaries().stream()
			.filter((server) -> owns(server, slot))
			.findFirst()
			.orElseThrow(
					() -> new IllegalStateException("No running node owns slot " + slot + ". Wait for the failover."));
	}

	/**
	 * The slots that hold keys.
	 * @return slots, in their order
	 */
	public SortedSet<Integer> usedSlots() {
		SortedSet<Integer> slots = new TreeSet<>();
		for (RedisServer primary : primaries()) {
			ScanIterator.scan(primary.commands(), ScanArgs.Builder.limit(1000))
				.forEachRemaining((key) -> slots.add(SlotHash.getSlot(key)));
		}
		return slots;
	}

	/**
	 * Moves a slot with its keys, while clients go on, as resharding does.
	 * @param slot the slot
	 * @param target the primary that is to own it
	 */
	public void moveSlot(int slot, RedisServer target) {
		RedisServer source = ownerOf(slot);
		if (source != target) {
			new SlotMove(slot, source, target).run();
			primaries().forEach((primary) -> SlotMove.settle(slot, primary, target));
		}
	}

	/**
	 * Waits until each running replica has all that its primary had.
	 */
	public void awaitInStep() {
		Eventually.holds("the replicas are in step", () -> running().filter((server) -> !isPrimary(server))
			.allMatch((replica) -> ReplicaPair.isInStep(primaryOf(replica), replica)));
	}

	private RedisServer primaryOf(RedisServer replica) {
		long port = ReplicaPair.number(replica, "master_port");
		return this.servers.stream().filter((server) -> server.announcedPort() == port).findFirst().orElseThrow();
	}

	/**
	 * Kills a primary and waits until its replica has taken over. What the replica does
	 * not have yet is lost: {@link #awaitInStep()} waits for it.
	 * @param primary one of {@link #primaries()}
	 */
	public void failOver(RedisServer primary) {
		int before = primaries().size();
		primary.kill();
		Eventually.holds("a replica has taken over", () -> primaries().size() == before
				&& running().allMatch((server) -> info(server).contains("cluster_state:ok")));
	}

	/**
	 * Makes a replica a primary, as an operator does, with {@code CLUSTER FAILOVER}.
	 * Returns when the cluster is healthy again.
	 * @param replica one of {@link #servers()}
	 * @param options {@code FORCE} or {@code TAKEOVER}; without, the primary is asked too
	 */
	public void promote(RedisServer replica, String... options) {
		String[] command = Stream.concat(Stream.of("CLUSTER", "FAILOVER"), Stream.of(options)).toArray(String[]::new);
		AtomicLong next = new AtomicLong(System.nanoTime());
		Eventually.holds("a replica has been promoted", () -> {
			boolean leads = isPrimary(replica);
			// an election may be lost, and nobody but the one who asked holds another
			if (!leads && System.nanoTime() - next.get() >= 0) {
				next.set(System.nanoTime() + ASK_AGAIN_NANOS);
				replica.execute(command);
			}
			return leads;
		});
		awaitHealthy();
	}

	private Stream<RedisServer> running() {
		return this.servers.stream().filter(RedisServer::isRunning);
	}

	private static boolean isPrimary(RedisServer server) {
		return String.valueOf(server.execute("INFO", "replication")).contains("role:master");
	}

	private static boolean owns(RedisServer server, int slot) {
		String myself = String.valueOf(server.execute("CLUSTER", "NODES"))
			.lines()
			.filter((line) -> line.contains("myself"))
			.findFirst()
			.orElse("");
		// id address flags primary ping pong epoch link slots...
		return Stream.of(myself.split(" ", -1)).skip(8).filter((range) -> !range.startsWith("[")).anyMatch((range) -> {
			String[] ends = range.split("-", -1);
			return Integer.parseInt(ends[0]) <= slot && slot <= Integer.parseInt(ends[ends.length - 1]);
		});
	}

	private static String info(RedisServer server) {
		return String.valueOf(server.execute("CLUSTER", "INFO"));
	}

	@Override
	public void close() {
		this.servers.forEach(RedisServer::close);
	}

}
