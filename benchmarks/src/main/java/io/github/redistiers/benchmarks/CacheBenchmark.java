package io.github.redistiers.benchmarks;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * Hits and awaited puts of callers that share a cache.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class CacheBenchmark {

	@Benchmark
	public Object hit(FilledCache filled) {
		Object found = filled.cache().get(filled.text(filled.anyKey()));
		if (found == null) {
			throw new IllegalStateException("A miss is no hit: the figure would mean nothing.");
		}
		return found;
	}

	@Benchmark
	public void put(FilledCache filled) {
		int key = filled.anyKey();
		filled.cache().put(filled.text(key), filled.article(key));
	}

}
