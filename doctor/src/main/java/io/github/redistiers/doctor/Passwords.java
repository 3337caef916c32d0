package io.github.redistiers.doctor;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

import io.github.redistiers.TierRole;
import org.jspecify.annotations.Nullable;

/**
 * What need not stand in the list of processes: variables of the environment, under the
 * names that an application reads too, and passwords that somebody types.
 */
final class Passwords {

	private final Map<String, String> environment;

	private final InputStream in;

	private final PrintStream err;

	Passwords(Map<String, String> environment, InputStream in, PrintStream err) {
		this.environment = environment;
		this.in = in;
		this.err = err;
	}

	/**
	 * A property of a tier, from the environment.
	 * @param role the tier
	 * @param property such as {@code SENTINEL_PASSWORD}
	 * @return its value, or {@code null} if it is empty or not there
	 */
	@Nullable String variable(TierRole role, String property) {
		String value = this.environment.get("REDISTIERS_" + role + "_" + property);
		return (value == null || value.isEmpty()) ? null : value;
	}

	/**
	 * Asks for a tier's password where there is a terminal, else takes the next line of
	 * the standard input.
	 */
	String ask(TierRole role) {
		String tier = role.name().toLowerCase(Locale.ROOT);
		Console console = (this.in == System.in) ? System.console() : null;
		String password = null;
		if (console != null && isTerminal(console)) {
			// not to the standard output, which may be read by a program
			this.err.print("Password of the " + tier + ": ");
			this.err.flush();
			char[] typed = console.readPassword();
			password = (typed != null) ? new String(typed) : null;
		}
		else {
			password = line();
		}
		if (password == null || password.isEmpty()) {
			throw new WrongUsageException("The standard input has no password of the " + tier + ".");
		}
		return password;
	}

	/**
	 * Since 22 there may be a console where there is no terminal.
	 */
	private static boolean isTerminal(Console console) {
		try {
			return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
		}
		catch (ReflectiveOperationException ex) {
			return true;
		}
	}

	/**
	 * Byte by byte: the next line is the other tier's.
	 */
	private @Nullable String line() {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		try {
			int next = this.in.read();
			if (next < 0) {
				return null;
			}
			while (next >= 0 && next != '\n') {
				line.write(next);
				next = this.in.read();
			}
		}
		catch (IOException ex) {
			return null;
		}
		String text = line.toString(StandardCharsets.UTF_8);
		return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
	}

}
