package io.github.redistiers.devservices;

import java.nio.file.Path;

/**
 * Starts server after server, in a JVM that a test kills. Arguments: the server program,
 * none for the embedded one. Prints a line before and after each start. It stops by
 * itself when nobody kills it: when its test's JVM is gone, and after {@value #BOUND}
 * servers.
 */
final class EndlessServers {

	private static final int BOUND = 50;

	private EndlessServers() {
	}

	public static void main(String[] arguments) {
		ProcessHandle.current().parent().ifPresent((test) -> test.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
		for (int i = 0; i < BOUND; i++) {
			System.out.println("starting");
			RedisServerBuilder builder = RedisServer.builder().preset(ServerPreset.STORE);
			if (arguments.length > 0) {
				builder.executable(Path.of(arguments[0]));
			}
			else {
				builder.generation(ServerGeneration.REDIS_6_2);
			}
			System.out.println("started " + builder.start().pid());
		}
	}

}
