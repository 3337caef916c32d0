package io.github.redistiers.guard;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a server tells about itself in {@code INFO}. Servers differ in what they tell, and
 * managed ones leave fields out or empty: every field may be missing.
 *
 * @since 0.1.0
 */
public final class ServerInfo {

	/** Of a server that tells more the rest is passed over. */
	private static final int MOST_FIELDS = 2000;

	private static final int LONGEST_VALUE = 1000;

	/** More bytes than any machine has, and a time that can still be reckoned with. */
	private static final double LARGEST = 1e16;

	private final Map<String, String> fields;

	private ServerInfo(Map<String, String> fields) {
		this.fields = fields;
	}

	/**
	 * Reads the reply of {@code INFO}; what is no {@code name:value} line is passed over,
	 * and so are values that are longer than any server's.
	 * @param reply the reply
	 * @return what it tells
	 */
	public static ServerInfo parse(String reply) {
		Map<String, String> fields = new LinkedHashMap<>();
		reply.lines().filter((line) -> line.length() <= LONGEST_VALUE).limit(MOST_FIELDS).forEach((line) -> {
			int colon = line.indexOf(':');
			if (colon > 0 && !line.startsWith("#")) {
				fields.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
			}
		});
		return new ServerInfo(Collections.unmodifiableMap(fields));
	}

	/**
	 * Leaves out all but some fields.
	 * @param names the names of the fields that stay
	 * @return what it tells of these
	 */
	ServerInfo only(Set<String> names) {
		Map<String, String> some = new LinkedHashMap<>(this.fields);
		some.keySet().retainAll(names);
		return new ServerInfo(some);
	}

	/**
	 * Returns the fields.
	 * @return all that the server tells, by their names
	 */
	public Map<String, String> fields() {
		return this.fields;
	}

	/**
	 * Returns a field that may be missing.
	 * @param field the field's name
	 * @return its value, or {@link Double#NaN} if the server does not tell it, or tells
	 * no number
	 */
	public double numberOrNaN(String field) {
		String value = find(field);
		try {
			return (value != null) ? Double.parseDouble(value) : Double.NaN;
		}
		catch (NumberFormatException ex) {
			return Double.NaN;
		}
	}

	/**
	 * Returns a field.
	 * @param field the field's name
	 * @return its value, which may be empty, or {@code null} if the server does not tell
	 * it
	 */
	public @Nullable String find(String field) {
		return this.fields.get(field);
	}

	/**
	 * Returns a field that a judgement depends on.
	 * @param field the field's name
	 * @return its value, never empty
	 * @throws UnknownFactException if the server does not tell it
	 */
	public String text(String field) {
		String value = find(field);
		if (value == null || value.isEmpty()) {
			throw new UnknownFactException("The server's INFO does not tell " + field
					+ ". Look it up where the server is managed, then declare it (assumed).");
		}
		return value;
	}

	/**
	 * Returns a field that is a whole number.
	 * @param field the field's name
	 * @return its value
	 * @throws UnknownFactException if the server does not tell it, or tells no number
	 */
	public long number(String field) {
		String value = text(field);
		try {
			long number = Long.parseLong(value);
			if (Math.abs((double) number) <= LARGEST) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// told below
		}
		throw new UnknownFactException("The server's INFO tells " + field + ":" + value
				+ ", which is no number that it can be. Look it up where the server is managed, then declare it"
				+ " (assumed).");
	}

	/**
	 * Returns a field that is {@code 0} or {@code 1}.
	 * @param field the field's name
	 * @return whether it is not {@code 0}
	 * @throws UnknownFactException if the server does not tell it, or tells no number
	 */
	public boolean flag(String field) {
		return number(field) != 0;
	}

	/**
	 * Returns how much memory a server counts against its limit, {@code maxmemory}: what
	 * is in use, without the buffers of its replicas and of its append-only file.
	 * @return bytes, or {@link Double#NaN} if the server does not tell
	 */
	public double countedMemory() {
		double used = numberOrNaN("used_memory");
		double buffers = numberOrNaN("mem_not_counted_for_evict");
		return (buffers > 0) ? Math.max(0, used - buffers) : used;
	}

	/**
	 * Asks for a server that has read its data, before which it tells of others than its
	 * own settings.
	 * @throws UnknownFactException if it is still reading
	 */
	void requireLoaded() {
		if ("1".equals(find("loading"))) {
			throw new UnknownFactException("The server is reading its data (LOADING) and does not tell until it is"
					+ " done. Look again then.");
		}
	}

	/**
	 * Returns by how much the last of a primary's replicas is behind.
	 * @return bytes, or {@link Double#NaN} without replicas
	 */
	public double replicationBytesBehind() {
		return ReplicasCheck.replicas(this).stream().mapToDouble(ReplicasCheck.Replica::bytes).max().orElse(Double.NaN);
	}

	/**
	 * Returns how long ago the last of a primary's replicas was heard of.
	 * @return seconds, or {@link Double#NaN} without replicas
	 */
	public double replicationSecondsSilent() {
		return ReplicasCheck.replicas(this)
			.stream()
			.mapToDouble(ReplicasCheck.Replica::seconds)
			.max()
			.orElse(Double.NaN);
	}

	/**
	 * Whether it says so; one that does not tell its role is taken for a primary.
	 */
	boolean isReplica() {
		return "slave".equals(find("role"));
	}

	/**
	 * Returns whether the server understands the commands of a Redis release; a Valkey
	 * server tells the Redis release that it grew from.
	 * @param major the release's first number
	 * @param minor the release's second number
	 * @return whether it does
	 * @throws UnknownFactException if the server does not tell its version
	 */
	public boolean isAtLeast(int major, int minor) {
		String version = text("redis_version");
		String[] parts = version.split("[^0-9]+", 3);
		try {
			int first = Integer.parseInt(parts[0]);
			int second = (parts.length > 1 && !parts[1].isEmpty()) ? Integer.parseInt(parts[1]) : 0;
			return first > major || (first == major && second >= minor);
		}
		catch (NumberFormatException ex) {
			throw new UnknownFactException("The server's INFO tells redis_version:" + version
					+ ", which is no version. Look it up where the server is managed, then declare it (assumed).");
		}
	}

	/**
	 * Returns what the server is, for people.
	 * @return such as {@code Redis 7.0.15} or {@code Valkey 8.1.1}
	 */
	public String product() {
		String valkey = find("valkey_version");
		if (valkey != null && !valkey.isEmpty()) {
			return "Valkey " + valkey;
		}
		String redis = find("redis_version");
		return (redis != null && !redis.isEmpty()) ? "Redis " + redis : "a server of unknown version";
	}

}
