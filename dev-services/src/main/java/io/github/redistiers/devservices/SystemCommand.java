package io.github.redistiers.devservices;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Runs a program of the operating system to its end.
 */
final class SystemCommand {

	private SystemCommand() {
	}

	/**
	 * Runs a program.
	 * @param advice what to do where it fails
	 * @param command the program and its arguments
	 * @throws ServerStartException when it fails, with its output
	 */
	static void run(String advice, String... command) {
		String line = String.join(" ", command);
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new ServerStartException("The command '" + line + "' failed: " + output.trim() + " " + advice);
			}
		}
		catch (IOException ex) {
			throw new ServerStartException(
					"The command '" + line + "' could not be run: " + ex.getMessage() + ". " + advice, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ServerStartException("Interrupted while '" + line + "' ran. Run it again.", ex);
		}
	}

}
