package io.github.redistiers.store.ratelimit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A subject as it stands in its key. Subjects come from requests: no caller shall fill
 * the store with long ones, nor be taken for another by text that has no UTF-8 form.
 */
final class SubjectText {

	static final int LONGEST = 128;

	private static final String DIGEST = "sha256:";

	private SubjectText() {
	}

	static String of(String subject) {
		// a text that looks like a digest is digested too, so that nobody can forge one
		return (subject.length() > LONGEST || subject.startsWith(DIGEST) || isMalformed(subject)) ? digest(subject)
				: subject;
	}

	private static boolean isMalformed(String text) {
		return !StandardCharsets.UTF_8.newEncoder().canEncode(text);
	}

	private static String digest(String text) {
		try {
			// the characters themselves: encoding would make all that is malformed alike
			ByteBuffer characters = ByteBuffer.allocate(text.length() * Character.BYTES);
			characters.asCharBuffer().put(text);
			return DIGEST + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(characters.array()));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
