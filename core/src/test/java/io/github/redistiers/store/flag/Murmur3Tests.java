package io.github.redistiers.store.flag;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class Murmur3Tests {

	/**
	 * As other implementations publish them.
	 */
	@ParameterizedTest
	@CsvSource({ "'', 0, 0", "'', 1, 514e28b7", "'', ffffffff, 81f16f39", "aaaa, 9747b28c, 5a97808a",
			"aaa, 9747b28c, 283e0130", "aa, 9747b28c, 5d211726", "a, 9747b28c, 7fa09ea6", "abc, 0, b3dd93fa",
			"'Hello, world!', 9747b28c, 24884cba", "ππππππππ, 9747b28c, d58063c1",
			"The quick brown fox jumps over the lazy dog, 9747b28c, 2fa826cd" })
	void givesThePublishedHashes(String text, String seed, String hash) {
		assertThat(Murmur3.hash(Integer.parseUnsignedInt(seed, 16), text))
			.isEqualTo(Integer.parseUnsignedInt(hash, 16));
	}

	@Test
	void hashesTheBytesOfAnyText() {
		Random random = new Random(7);
		for (int round = 0; round < 20_000; round++) {
			String text = random.ints(random.nextInt(20), 0, 0x20000)
				.map((character) -> (character % 3 == 0) ? character % 0x80 : character)
				.filter((character) -> character < 0xd800 || character > 0xdfff)
				.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
				.toString();
			int seed = random.nextInt();
			assertThat(Murmur3.hash(seed, text)).as(text).isEqualTo(reference(seed, text));
		}
	}

	@Test
	void hashesHalfACharacterAndAMegabyte() {
		assertThat(Murmur3.hash(1, "a\ud800")).isNotEqualTo(Murmur3.hash(1, "a\ud801"));
		String large = "käse".repeat(1 << 18);
		assertThat(Murmur3.hash(1, large)).isEqualTo(reference(1, large));
	}

	private static int reference(int seed, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		ByteBuffer padded = ByteBuffer.allocate(bytes.length / 4 * 4 + 4).order(ByteOrder.LITTLE_ENDIAN);
		padded.put(bytes).clear();
		int hash = seed;
		for (int i = 0; i < bytes.length / 4; i++) {
			hash = Integer.rotateLeft(hash ^ scrambled(padded.getInt()), 13) * 5 + 0xe6546b64;
		}
		hash ^= scrambled(padded.getInt()) ^ bytes.length;
		hash = (hash ^ hash >>> 16) * 0x85ebca6b;
		hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
		return hash ^ hash >>> 16;
	}

	private static int scrambled(int block) {
		return Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
	}

}
