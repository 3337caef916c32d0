package io.github.redistiers.store;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.springframework.util.Assert;

/**
 * The keys of one structure of one repository.
 * <p>
 * Outside a group each key is a cluster slot of its own: its braces and percent signs are
 * written as <code>%7B</code>, <code>%7D</code> and <code>%25</code>, so that they make
 * no hash tag. In a group, whose tag comes first, they stay as they are.
 *
 * @since 0.1.0
 */
public final class StructureKeys {

	/**
	 * The longest key, in bytes of UTF-8. A longer one is a value that was taken for a
	 * key.
	 */
	public static final int MAX_LENGTH = 4096;

	/**
	 * The longest id that stands within a value, in bytes of UTF-8.
	 */
	public static final int MAX_ID_LENGTH = 256;

	private final String keyPrefix;

	private final String structure;

	private final boolean isInGroup;

	private final boolean isTagged;

	private final String name;

	private final String beginning;

	/**
	 * Keys.
	 * @param keyPrefix what they begin with
	 * @param structure what follows
	 * @param name the repository's name
	 * @param tagged whether the name is a hash tag where the repository is in no group
	 */
	StructureKeys(String keyPrefix, String structure, RepositoryName name, boolean tagged) {
		this.keyPrefix = keyPrefix;
		this.structure = structure;
		this.isInGroup = !name.group().isEmpty();
		this.isTagged = tagged && !this.isInGroup;
		this.name = this.isTagged ? "{" + name.value() + "}" : name.inKey();
		this.beginning = keyPrefix + structure + ":" + this.name + ":";
	}

	/**
	 * Whether all keys are in one cluster slot, so that several can change at once.
	 * @return whether the repository is in a group, or all its keys have its name as
	 * their hash tag
	 */
	public boolean shareOneSlot() {
		return this.isInGroup || this.isTagged;
	}

	/**
	 * A key as people read it.
	 * @param key what the application calls it
	 * @return such as {@code shop:counter:page-views:/products/42}
	 * @throws IllegalArgumentException if it is blank, too long or no valid Unicode
	 */
	public String text(String key) {
		return new String(bytes(key), StandardCharsets.UTF_8);
	}

	/**
	 * A key.
	 * @param key what the application calls it
	 * @return its bytes in Redis
	 * @throws IllegalArgumentException if it is blank, too long or no valid Unicode
	 */
	public byte[] bytes(String key) {
		return bytes(key, shareOneSlot() ? key : withoutTags(key));
	}

	/**
	 * A key whose braces stay as they are, also outside a group: where the application
	 * chooses which keys share a cluster slot.
	 * @param key what the application calls it
	 * @return its bytes in Redis
	 * @throws IllegalArgumentException if it is blank, too long or no valid Unicode
	 */
	public byte[] withOwnTag(String key) {
		return bytes(key, key);
	}

	private byte[] bytes(String key, String written) {
		Assert.hasText(key, "A key must not be blank");
		// so that nobody encodes a megabyte to learn that it is too long
		Assert.isTrue(key.length() <= MAX_LENGTH, () -> tooLong(key.length()));
		byte[] encoded = encoded(this.beginning + written);
		Assert.isTrue(encoded.length - this.beginning.length() <= MAX_LENGTH, () -> tooLong(encoded.length));
		return encoded;
	}

	/**
	 * A second key in the same cluster slot as a key.
	 * @param kind what it is for, such as {@code operation}
	 * @param key what the application calls the first key
	 * @param id what tells it from others of the kind
	 * @return its bytes in Redis:
	 * <code>&lt;prefix&gt;&lt;structure&gt;-&lt;kind&gt;:{&lt;group&gt;}:&lt;name&gt;:&lt;id&gt;</code>,
	 * outside a group
	 * <code>&lt;prefix&gt;&lt;structure&gt;-&lt;kind&gt;:{&lt;the first key&gt;}:&lt;id&gt;</code>
	 * @throws IllegalArgumentException if the key or the id is blank, too long or no
	 * valid Unicode
	 */
	public byte[] companion(String kind, String key, String id) {
		Assert.hasText(id, "An id must not be blank");
		Assert.isTrue(id.length() <= MAX_LENGTH, () -> tooLong(id.length()));
		String tagged = shareOneSlot() ? this.name : "{" + text(key) + "}";
		return encoded(this.keyPrefix + this.structure + "-" + kind + ":" + tagged + ":" + id);
	}

	/**
	 * A second key in the same cluster slot as a key, of which there is but one of its
	 * kind.
	 * @param kind what it is for, such as {@code queue}
	 * @param key what the application calls the first key
	 * @return its bytes in Redis:
	 * <code>&lt;prefix&gt;&lt;structure&gt;-&lt;kind&gt;:{&lt;group&gt;}:&lt;name&gt;:&lt;key&gt;</code>,
	 * outside a group
	 * <code>&lt;prefix&gt;&lt;structure&gt;-&lt;kind&gt;:{&lt;the first key&gt;}</code>
	 * @throws IllegalArgumentException if the key is blank, too long or no valid Unicode
	 */
	public byte[] companion(String kind, String key) {
		String first = text(key);
		String tagged = shareOneSlot() ? this.name + ":" + key : "{" + first + "}";
		return encoded(this.keyPrefix + this.structure + "-" + kind + ":" + tagged);
	}

	/**
	 * An id that stands within a value, such as that of an event.
	 * @param id what the application calls it
	 * @return its bytes, on one line
	 * @throws IllegalArgumentException if it is blank, longer than {@link #MAX_ID_LENGTH}
	 * or no valid Unicode, or if it has control characters
	 */
	public static byte[] id(String id) {
		Assert.hasText(id, "An id must not be blank");
		Assert.isTrue(id.length() <= MAX_ID_LENGTH, () -> idTooLong(id.length()));
		Assert.isTrue(id.chars().noneMatch(Character::isISOControl), "An id must not have control characters");
		byte[] encoded = encoded(id);
		Assert.isTrue(encoded.length <= MAX_ID_LENGTH, () -> idTooLong(encoded.length));
		return encoded;
	}

	/**
	 * Globs of all these keys.
	 */
	List<String> patterns() {
		String first = escaped(this.keyPrefix + this.structure);
		String own = escaped(this.name);
		if (this.isTagged) {
			return List.of(first + ":" + own + ":*");
		}
		String companions = shareOneSlot() ? own + ":*" : "{" + first + ":" + own + ":*";
		return List.of(first + ":" + own + ":*", first + "-*:" + companions);
	}

	static String escaped(String text) {
		return text.replaceAll("[\\\\*?\\[\\]^]", "\\\\$0");
	}

	private static String withoutTags(String key) {
		if (key.indexOf('{') < 0 && key.indexOf('}') < 0 && key.indexOf('%') < 0) {
			return key;
		}
		return key.replace("%", "%25").replace("{", "%7B").replace("}", "%7D");
	}

	/**
	 * Half a character would become a question mark, and two keys would meet.
	 */
	private static byte[] encoded(String text) {
		try {
			ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
			byte[] encoded = new byte[bytes.remaining()];
			bytes.get(encoded);
			return encoded;
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException("A key has half a surrogate pair, which is no character", ex);
		}
	}

	private static String idTooLong(int length) {
		return "An id has a length of %d; at most %d bytes are an id. Use a digest of what is longer.".formatted(length,
				MAX_ID_LENGTH);
	}

	private static String tooLong(int length) {
		return "A key has a length of %d; at most %d bytes are a key. Use a digest of what is longer.".formatted(length,
				MAX_LENGTH);
	}

}
