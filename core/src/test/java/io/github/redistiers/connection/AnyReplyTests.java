package io.github.redistiers.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import io.lettuce.core.codec.StringCodec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AnyReplyTests {

	private final AnyReply<String> reply = new AnyReply<>(StringCodec.UTF8);

	@Test
	void nestsWhatItReads() {
		this.reply.multi(3);
		this.reply.set(bytes("a"));
		this.reply.multi(2);
		this.reply.set(1);
		this.reply.multi(0);
		this.reply.set((ByteBuffer) null);
		assertThat(this.reply.get()).isEqualTo(Arrays.asList("a", List.of(1L, List.of()), null));
	}

	/**
	 * An array of so many references is more than any virtual machine makes.
	 */
	@Test
	void takesNoMemoryForWhatIsOnlyAnnounced() {
		this.reply.multi(Integer.MAX_VALUE);
		this.reply.set(bytes("a"));
		assertThat(this.reply.get()).isNull();
	}

	private static ByteBuffer bytes(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

}
