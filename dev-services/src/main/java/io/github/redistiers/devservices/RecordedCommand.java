package io.github.redistiers.devservices;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A command that a server carried out.
 *
 * @param client the address of the client; {@code lua} when a script ran it
 * @param database the number of the database
 * @param words the command's name in upper case, then its arguments as the server prints
 * them
 * @since 0.1.0
 */
public record RecordedCommand(String client, int database, List<String> words) {

	// 1700000000.123456 [0 127.0.0.1:5555] "SET" "a" "1"
	private static final Pattern LINE = Pattern.compile("\\d+\\.\\d+ \\[(\\d+) (\\S+)\\] \"(.*)\"");

	public RecordedCommand {
		words = List.copyOf(words);
	}

	/**
	 * The command's name.
	 * @return in upper case, such as {@code SET}
	 */
	public String name() {
		return this.words.get(0);
	}

	/**
	 * The arguments.
	 * @return what follows the name
	 */
	public List<String> arguments() {
		return this.words.subList(1, this.words.size());
	}

	/**
	 * Whether any argument begins with a prefix.
	 * @param prefix such as {@code shop:cache:}
	 * @return whether one does
	 */
	public boolean mentions(String prefix) {
		return arguments().stream().anyMatch((argument) -> argument.startsWith(prefix));
	}

	static @Nullable RecordedCommand parse(String line) {
		Matcher matcher = LINE.matcher(line);
		if (!matcher.matches()) {
			return null;
		}
		List<String> words = new ArrayList<>();
		// Valkey prints quotes inside of words as they are
		for (String word : matcher.group(3).split("\" \"", -1)) {
			String text = word.replace("\\\"", "\"").replace("\\\\", "\\");
			words.add(words.isEmpty() ? text.toUpperCase(Locale.ROOT) : text);
		}
		return new RecordedCommand(matcher.group(2), Integer.parseInt(matcher.group(1)), words);
	}

}
