package io.github.redistiers.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A whole start of a web application, JVM included.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class StartupBenchmark {

	@Param({ "WEB", "DATA_REDIS", "UNGUARDED", "GUARDED" })
	StartupVariant variant = StartupVariant.WEB;

	@Param("")
	String cache = "";

	@Param("")
	String store = "";

	private @Nullable JavaProcess process;

	@Benchmark
	public Object start() throws IOException {
		List<String> arguments = this.variant.arguments(this.cache, this.store);
		JavaProcess started = JavaProcess.launchWithout(this.variant.absent(), StartupApplication.class, arguments);
		this.process = started;
		started.await(StartupApplication.READY);
		return started;
	}

	@TearDown(Level.Invocation)
	public void stop() throws IOException {
		if (this.process != null) {
			this.process.close();
		}
	}

}
