package io.github.redistiers.benchmarks;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * How many callers share the connection.
 */
enum Load {

	ONE("1 thread", 1, false),

	EIGHT("8 threads", 8, false),

	THIRTY_TWO("32 threads", 32, false),

	VIRTUAL("200 virtual threads", 200, true);

	private static final int FIRST_JDK_WITH_VIRTUAL_THREADS = 21;

	private final String title;

	private final int threads;

	private final boolean virtual;

	Load(String title, int threads, boolean virtual) {
		this.title = title;
		this.threads = threads;
		this.virtual = virtual;
	}

	String title() {
		return this.title;
	}

	private String[] jvmArguments() {
		return this.virtual ? new String[] { "-Djmh.executor=VIRTUAL" } : new String[0];
	}

	/**
	 * Measures once, in a JVM of its own, after the warm-ups.
	 * @param benchmark which one, with its parameters
	 * @param mode tells how long
	 * @return operations per second
	 */
	double measure(Options benchmark, Mode mode) throws RunnerException {
		Options options = new OptionsBuilder().parent(benchmark)
			.threads(this.threads)
			.forks(1)
			.jvmArgsAppend(jvmArguments())
			.warmupIterations(mode.warmUps())
			.warmupTime(mode.warmUpTime())
			.measurementIterations(1)
			.measurementTime(mode.time())
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT)
			.build();
		return new Runner(options).runSingle().getPrimaryResult().getScore();
	}

	boolean possible(int jdk) {
		return !this.virtual || jdk >= FIRST_JDK_WITH_VIRTUAL_THREADS;
	}

}
