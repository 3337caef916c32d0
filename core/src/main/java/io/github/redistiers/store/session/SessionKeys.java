package io.github.redistiers.store.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.github.redistiers.store.StructureContext;
import io.github.redistiers.store.StructureKeys;

/**
 * The keys of sessions. Those of one session are in one cluster slot in both layouts, so
 * that it goes from one to the other in one step.
 */
final class SessionKeys {

	static final int SHARDS = 16;

	private static final int MAX_ID = 256;

	private static final int MAX_PRINCIPAL = 1024;

	private final StructureKeys sessions;

	private final StructureKeys principals;

	private final StructureKeys ends;

	private final StructureKeys sweeps;

	private final String namespace;

	SessionKeys(StructureContext context, String namespace) {
		this.sessions = context.keys("session");
		this.principals = context.keys("session-principal");
		this.ends = context.keys("session-end");
		this.sweeps = context.keys("session-sweep");
		this.namespace = namespace;
	}

	/**
	 * Whether a text can be the id of a session. What comes from a cookie can be
	 * anything.
	 */
	static boolean isId(String id) {
		return !id.isEmpty() && id.length() <= MAX_ID
				&& id.chars()
					.allMatch((character) -> character > ' ' && character < 127 && character != '{' && character != '}'
							&& character != '%');
	}

	byte[] session(SessionLayout layout, String id) {
		String spring = this.namespace + ":sessions:" + id;
		if (layout == SessionLayout.SPRING) {
			return spring.getBytes(StandardCharsets.UTF_8);
		}
		return this.sessions.withOwnTag(hasTag(spring) ? spring : "{" + spring + "}");
	}

	private static boolean hasTag(String key) {
		int open = key.indexOf('{');
		return open >= 0 && key.indexOf('}', open) > open + 1;
	}

	/**
	 * The sessions of somebody.
	 */
	byte[] principal(String name) {
		boolean key = !name.isBlank() && name.length() <= MAX_PRINCIPAL
				&& name.codePoints().noneMatch((character) -> character >= 0xD800 && character <= 0xDFFF);
		return this.principals.bytes(key ? name : "sha256:" + digest(name));
	}

	/**
	 * The ends of a part of all sessions.
	 */
	byte[] end(int shard) {
		return this.ends.bytes(Integer.toString(shard));
	}

	byte[] end(String id) {
		return end(Math.floorMod(id.hashCode(), SHARDS));
	}

	byte[] sweep() {
		return this.sweeps.bytes("turn");
	}

	/**
	 * What all keys of Spring Session's sessions match.
	 */
	String springPattern() {
		return this.namespace.replaceAll("([\\\\*?\\[\\]^])", "\\\\$1") + ":sessions:*";
	}

	/**
	 * The id in a key of Spring Session's.
	 * @return empty if the key is not a session's own
	 */
	String idOf(byte[] springKey) {
		String id = new String(springKey, StandardCharsets.UTF_8).substring((this.namespace + ":sessions:").length());
		return (id.startsWith("expires:") || !isId(id)) ? "" : id;
	}

	private static String digest(String text) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
