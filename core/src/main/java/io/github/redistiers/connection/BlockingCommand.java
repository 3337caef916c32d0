package io.github.redistiers.connection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * The commands that the server may answer later on purpose, and where in their arguments
 * they say how long.
 */
enum BlockingCommand {

	BLPOP(Position.LAST, Unit.SECONDS), BRPOP(Position.LAST, Unit.SECONDS), BRPOPLPUSH(Position.LAST, Unit.SECONDS),
	BLMOVE(Position.LAST, Unit.SECONDS), BZPOPMIN(Position.LAST, Unit.SECONDS), BZPOPMAX(Position.LAST, Unit.SECONDS),
	BLMPOP(Position.FIRST, Unit.SECONDS), BZMPOP(Position.FIRST, Unit.SECONDS),
	XREAD(Position.AFTER_BLOCK, Unit.MILLISECONDS), XREADGROUP(Position.AFTER_BLOCK, Unit.MILLISECONDS),
	WAIT(Position.LAST, Unit.MILLISECONDS), WAITAOF(Position.LAST, Unit.MILLISECONDS);

	static final long FOR_EVER = -1;

	private static final Map<String, BlockingCommand> BY_NAME = Stream.of(values())
		.collect(Collectors.toMap(Enum::name, Function.identity()));

	private static final @Nullable BlockingCommand[] BY_TYPE = byType();

	private final Position position;

	private final Unit unit;

	BlockingCommand(Position position, Unit unit) {
		this.position = position;
		this.unit = unit;
	}

	static @Nullable BlockingCommand of(ProtocolKeyword keyword) {
		// Every command of the tier passes here, so the usual ones must cost nothing.
		if (keyword instanceof CommandType type) {
			return BY_TYPE[type.ordinal()];
		}
		return BY_NAME.get(keyword.toString().toUpperCase(Locale.ROOT));
	}

	/**
	 * How long this command asks the server to block.
	 * @param args its arguments
	 * @return milliseconds, 0 if it does not block, or {@link #FOR_EVER}
	 */
	long blockMillis(@Nullable CommandArgs<?, ?> args) {
		List<String> words = (args != null) ? words(args) : List.of();
		String block = this.position.find(words);
		if (block == null) {
			return 0;
		}
		try {
			long millis = this.unit.toMillis(block);
			return (millis == 0) ? FOR_EVER : Math.max(0, millis);
		}
		catch (NumberFormatException ex) {
			// The server will say so.
			return 0;
		}
	}

	private static @Nullable BlockingCommand[] byType() {
		@Nullable BlockingCommand[] byType = new BlockingCommand[CommandType.values().length];
		for (CommandType type : CommandType.values()) {
			byType[type.ordinal()] = BY_NAME.get(type.name());
		}
		return byType;
	}

	/**
	 * Lettuce keeps the arguments to itself, so they are read in the form in which they
	 * go to the server.
	 */
	private static List<String> words(CommandArgs<?, ?> args) {
		ByteBuf encoded = Unpooled.buffer();
		args.encode(encoded);
		List<String> words = new ArrayList<>(args.count());
		while (encoded.isReadable()) {
			int length = Integer.parseInt(line(encoded).substring(1));
			words.add(encoded.readCharSequence(length, StandardCharsets.UTF_8).toString());
			encoded.skipBytes(2);
		}
		return words;
	}

	private static String line(ByteBuf encoded) {
		int length = encoded.bytesBefore((byte) '\r');
		String line = encoded.readCharSequence(length, StandardCharsets.US_ASCII).toString();
		encoded.skipBytes(2);
		return line;
	}

	private enum Position {

		FIRST {
			@Override
			@Nullable String find(List<String> words) {
				return words.isEmpty() ? null : words.get(0);
			}
		},

		LAST {
			@Override
			@Nullable String find(List<String> words) {
				return words.isEmpty() ? null : words.get(words.size() - 1);
			}
		},

		AFTER_BLOCK {
			@Override
			@Nullable String find(List<String> words) {
				for (int i = 0; i < words.size() - 1 && !words.get(i).equalsIgnoreCase("STREAMS"); i++) {
					if (words.get(i).equalsIgnoreCase("GROUP")) {
						i += 2;
					}
					else if (words.get(i).equalsIgnoreCase("BLOCK")) {
						return words.get(i + 1);
					}
				}
				return null;
			}
		};

		abstract @Nullable String find(List<String> words);

	}

	private enum Unit {

		SECONDS {
			@Override
			long toMillis(String value) {
				return (long) Math.ceil(Double.parseDouble(value) * 1000);
			}
		},

		MILLISECONDS {
			@Override
			long toMillis(String value) {
				return Long.parseLong(value);
			}
		};

		abstract long toMillis(String value);

	}

}
