package io.github.redistiers.doctor;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Map;
import java.util.logging.LogManager;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The doctor's way in: {@code java -jar redis-tiers-doctor.jar CACHE-URL STORE-URL}.
 *
 * @since 0.1.0
 */
public final class Doctor {

	/** Everything was looked at, and nothing is to be mended. */
	static final int RIGHT = 0;

	/** Everything was looked at, and something is to be mended. */
	static final int WRONG = 1;

	/** A wrong argument, or a server that could not be reached. */
	static final int NOT_LOOKED_AT = 2;

	private Doctor() {
	}

	/**
	 * Judges servers, and ends the JVM with the exit code.
	 * @param arguments as {@code --help} says
	 */
	public static void main(String[] arguments) {
		// Lettuce and Netty log, and would do it between the lines of the report
		LogManager.getLogManager().reset();
		// on newer JVMs Netty's use of what will be removed is a warning on the screen
		System.setProperty("io.netty.noUnsafe", "true");
		// nobody records this JVM, and it is a tenth of the time
		System.setProperty("io.lettuce.core.jfr", "false");
		System.setProperty("io.netty.jfr.enabled", "false");
		System.exit(run(arguments, System.getenv(), System.in, System.out, System.err));
	}

	static int run(String[] arguments, Map<String, String> environment, InputStream in, PrintStream out,
			PrintStream err) {
		CommandLine line = new CommandLine(new DoctorCommand(environment, in, out, err));
		line.setOut(new PrintWriter(out, true));
		line.setErr(new PrintWriter(err, true));
		line.setCaseInsensitiveEnumValuesAllowed(true);
		line.setExpandAtFiles(false);
		line.setParameterExceptionHandler((ex, all) -> refuse(sentence(ex), err));
		line.setExecutionExceptionHandler((ex, command, result) -> (ex instanceof WrongUsageException)
				? refuse(String.valueOf(ex.getMessage()), err) : fail(ex, err));
		return line.execute(arguments);
	}

	private static int refuse(String sentence, PrintStream err) {
		err.println(sentence + " See --help.");
		return NOT_LOOKED_AT;
	}

	/**
	 * What nobody thought of may have anything in its message, a password too.
	 */
	private static int fail(Exception ex, PrintStream err) {
		StackTraceElement[] trace = ex.getStackTrace();
		err.println("The doctor itself failed: " + ex.getClass().getName()
				+ ((trace.length > 0) ? " at " + trace[0] : "") + ". Please report it, with what you asked for.");
		return NOT_LOOKED_AT;
	}

	/**
	 * Picocli's own sentences repeat what was typed, which may be a password in a wrong
	 * place.
	 */
	private static String sentence(ParameterException ex) {
		if (ex instanceof UnmatchedArgumentException unmatched) {
			String first = unmatched.getUnmatched().get(0);
			String name = first.contains("=") ? first.substring(0, first.indexOf('=')) : first;
			return name.matches("--[a-z-]+") ? "There is no option " + name + "."
					: "There is an option that is unknown.";
		}
		if (ex instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
			return "A value is missing after " + name(missing.getMissing().get(0)) + ".";
		}
		if (ex instanceof OverwrittenOptionException twice) {
			return name(twice.getOverwritten()) + " is there twice.";
		}
		return "The value of " + name(ex.getArgSpec()) + " is none that it may have.";
	}

	private static String name(@Nullable ArgSpec argument) {
		return (argument instanceof OptionSpec option) ? option.longestName() : "an argument";
	}

}
