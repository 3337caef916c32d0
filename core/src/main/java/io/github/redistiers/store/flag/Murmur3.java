package io.github.redistiers.store.flag;

/**
 * MurmurHash3_x86_32 of a text's UTF-8, without making any garbage.
 */
final class Murmur3 {

	private static final int BLOCK = 4;

	private static final int ASCII = 0x80;

	private Murmur3() {
	}

	/**
	 * Hashes a text. Half a surrogate pair counts as the three bytes that it would have
	 * if it were a character.
	 */
	static int hash(int seed, String text) {
		int hash = seed;
		int length = text.length();
		int whole = length & -BLOCK;
		// the compiler knows this kind of loop best
		for (int i = 0; i < whole; i += BLOCK) {
			int a = text.charAt(i);
			int b = text.charAt(i + 1);
			int c = text.charAt(i + 2);
			int d = text.charAt(i + 3);
			if ((a | b | c | d) >= ASCII) {
				return beyondAscii(hash, text, i);
			}
			hash = mixed(hash, a | b << 8 | c << 16 | d << 24);
		}
		int tail = 0;
		for (int i = whole; i < length; i++) {
			int character = text.charAt(i);
			if (character >= ASCII) {
				return beyondAscii(hash, text, whole);
			}
			tail |= character << 8 * (i - whole);
		}
		return finished(hash ^ scrambled(tail), length);
	}

	/**
	 * Goes on with what is not ASCII.
	 * @param hash of what comes before
	 * @param from how many characters, and bytes, that is: whole blocks
	 */
	private static int beyondAscii(int hash, String text, int from) {
		int mixed = hash;
		int block = 0;
		int bytes = from;
		for (int i = from; i < text.length();) {
			int character = text.codePointAt(i);
			i += Character.charCount(character);
			int encoded = utf8(character);
			do {
				block |= (encoded & 0xff) << 8 * (bytes % BLOCK);
				bytes++;
				if (bytes % BLOCK == 0) {
					mixed = mixed(mixed, block);
					block = 0;
				}
				encoded >>>= 8;
			}
			while (encoded != 0);
		}
		return finished(mixed ^ scrambled(block), bytes);
	}

	/**
	 * The bytes of a character, the first one lowest.
	 */
	private static int utf8(int character) {
		if (character < ASCII) {
			return character;
		}
		int last = continuation(character);
		if (character < 0x800) {
			return (0xc0 | character >> 6) | last << 8;
		}
		int third = continuation(character >> 6);
		if (character < 0x10000) {
			return (0xe0 | character >> 12) | third << 8 | last << 16;
		}
		return (0xf0 | character >> 18) | continuation(character >> 12) << 8 | third << 16 | last << 24;
	}

	private static int continuation(int bits) {
		return 0x80 | bits & 0x3f;
	}

	private static int mixed(int hash, int block) {
		return Integer.rotateLeft(hash ^ scrambled(block), 13) * 5 + 0xe6546b64;
	}

	private static int scrambled(int block) {
		return Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
	}

	private static int finished(int hash, int bytes) {
		int mixed = hash ^ bytes;
		mixed = (mixed ^ mixed >>> 16) * 0x85ebca6b;
		mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
		return mixed ^ mixed >>> 16;
	}

}
