package io.github.redistiers.benchmarks;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * Hits, each in any of the caches.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ManyCachesBenchmark {

	@Benchmark
	public Object hit(ManyCaches caches) {
		Object found = caches.any();
		if (found == null) {
			throw new IllegalStateException("A miss is no hit: the figure would mean nothing.");
		}
		return found;
	}

}
