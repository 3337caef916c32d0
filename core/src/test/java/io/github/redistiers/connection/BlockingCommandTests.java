package io.github.redistiers.connection;

import java.time.Duration;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class BlockingCommandTests {

	private final CommandTimeouts timeouts = new CommandTimeouts(Duration.ofSeconds(2));

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			GET | a | 2000
			SET | a b | 2000
			BLPOP | a b 5 | 7000
			BRPOP | a 0.5 | 2500
			BRPOPLPUSH | a b 1 | 3000
			BLMOVE | a b LEFT RIGHT 3 | 5000
			BZPOPMIN | a 1 | 3000
			BZPOPMAX | a 1 | 3000
			BLMPOP | 4 1 a LEFT | 6000
			BZMPOP | 4 1 a MIN | 6000
			XREAD | COUNT 10 BLOCK 1500 STREAMS a 0 | 3500
			XREAD | STREAMS BLOCK 1500 | 2000
			XREADGROUP | GROUP block 7 BLOCK 1500 STREAMS a > | 3500
			WAIT | 1 100 | 2100
			""")
	void addsTheBlockTimeToTheLimit(String command, String args, long expected) {
		assertThat(timeout(CommandType.valueOf(command), args)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "BLPOP,a 0", "BLMPOP,0 1 a LEFT", "XREAD,BLOCK 0 STREAMS a 0", "WAIT,1 0" })
	void waitsForEverWhenAskedTo(String command, String args) {
		assertThat(timeout(CommandType.valueOf(command), args)).isZero();
	}

	@Test
	void knowsCommandsThatAreSentByNameOnly() {
		assertThat(timeout(keyword("waitaof"), "1 0 500")).isEqualTo(2500);
		assertThat(timeout(keyword("FT.SEARCH"), "1 0 500")).isEqualTo(2000);
	}

	@Test
	void leavesNonsenseToTheServer() {
		assertThat(timeout(CommandType.BLPOP, "a soon")).isEqualTo(2000);
	}

	private long timeout(ProtocolKeyword keyword, String args) {
		CommandArgs<String, String> commandArgs = new CommandArgs<>(StringCodec.UTF8);
		for (String arg : args.split(" ")) {
			commandArgs.add(arg);
		}
		return this.timeouts.getTimeout(new Command<>(keyword, new StatusOutput<>(StringCodec.UTF8), commandArgs));
	}

	private static ProtocolKeyword keyword(String name) {
		return new ProtocolKeyword() {

			@Override
			public byte[] getBytes() {
				return name.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
			}

			@Override
			public String toString() {
				return name;
			}

		};
	}

}
