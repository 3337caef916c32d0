package io.github.redistiers.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The reply to {@code CLUSTER NODES}.
 */
final class ClusterNodesReply {

	private static final Set<String> ABSENT = Set.of("noaddr", "handshake", "fail");

	private static final int LAST_PORT = 65535;

	/** As many as a cluster is made for. */
	private static final int MOST = 1000;

	private static final Pattern ADDRESS = Pattern.compile("([^,@]*):(\\d{1,5})(?:@\\d+)?(?:,([^,]*).*)?");

	private ClusterNodesReply() {
	}

	/**
	 * Reads the nodes that are there: those that have failed, or have no address yet, are
	 * left out, and so is what is no node.
	 * @param reply one node a line:
	 * {@code <id> <ip>:<port>@<bus port>[,<host name>] <flags> …}
	 * @return the nodes; a host is empty if the node does not know its own address
	 */
	static List<Node> parse(String reply) {
		List<Node> nodes = new ArrayList<>();
		for (String line : reply.split("\n")) {
			String[] fields = line.trim().split(" ");
			if (fields.length > 2 && Stream.of(fields[2].split(",")).noneMatch(ABSENT::contains)) {
				Node node = node(fields[1]);
				if (node != null && nodes.size() < MOST) {
					nodes.add(node);
				}
			}
		}
		return nodes;
	}

	private static @Nullable Node node(String field) {
		Matcher address = ADDRESS.matcher(field);
		if (!address.matches()) {
			return null;
		}
		int port = Integer.parseInt(address.group(2));
		String hostName = address.group(3);
		return (port > 0 && port <= LAST_PORT) ? new Node(address.group(1), (hostName != null) ? hostName : "", port)
				: null;
	}

	/**
	 * One node.
	 *
	 * @param ip its address
	 * @param hostName its name, or empty
	 * @param port its port for clients
	 */
	record Node(String ip, String hostName, int port) {
	}

}
