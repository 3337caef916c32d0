package io.github.redistiers.benchmarks;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * Commands of many callers on the one connection that a tier's callers share, each
 * waiting for its reply.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SharedConnectionBenchmark {

	@Benchmark
	public Object get(SharedConnection connection) throws ExecutionException, InterruptedException {
		return connection.commands().get(key(connection)).get();
	}

	@Benchmark
	public Object set(SharedConnection connection) throws ExecutionException, InterruptedException {
		return connection.commands().set(key(connection), connection.value()).get();
	}

	@Benchmark
	public Object incr(SharedConnection connection) throws ExecutionException, InterruptedException {
		return connection.commands().incr(connection.counter()).get();
	}

	private static byte[] key(SharedConnection connection) {
		return connection.key(ThreadLocalRandom.current().nextInt(SharedConnection.KEYS));
	}

}
