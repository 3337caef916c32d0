package io.github.redistiers.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The reply to {@code CLUSTER NODES}.
 */
final class ClusterNodesReply {

	private static final Set<String> ABSENT = Set.of("noaddr", "handshake", "fail");

	private ClusterNodesReply() {
	}

	/**
	 * Reads the nodes that are there: those that have failed, or have no address yet, are
	 * left out.
	 * @param reply one node a line:
	 * {@code <id> <ip>:<port>@<bus port>[,<host name>] <flags> …}
	 * @return the nodes; a host is empty if the node does not know its own address
	 */
	static List<Node> parse(String reply) {
		List<Node> nodes = new ArrayList<>();
		for (String line : reply.split("\n")) {
			String[] fields = line.trim().split(" ");
			if (fields.length > 2 && Set.of(fields[2].split(",")).stream().noneMatch(ABSENT::contains)) {
				nodes.add(node(fields[1]));
			}
		}
		return nodes;
	}

	private static Node node(String field) {
		String[] parts = field.split(",");
		String address = parts[0].replaceFirst("@.*", "");
		int colon = address.lastIndexOf(':');
		return new Node(address.substring(0, colon), (parts.length > 1) ? parts[1] : "",
				Integer.parseInt(address.substring(colon + 1)));
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
