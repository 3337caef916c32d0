package io.github.redistiers.benchmarks;

import java.util.concurrent.TimeUnit;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerPreset;
import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Adds jobs to an empty queue until all are there, and handles them until it is empty.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
public class QueueBenchmark {

	@Param("TIERS_BATCHES")
	QueueSubject subject = QueueSubject.TIERS_BATCHES;

	@Param("1000")
	int jobs;

	@Param("4")
	int workers;

	private @Nullable RedisServer server;

	private @Nullable MeasuredQueue queue;

	@Setup
	public void open() {
		// as the other rows of the store: what is written to disk would be noise here
		RedisServer started = RedisServer.builder().preset(ServerPreset.CACHE).setting("maxmemory", "4gb").start();
		this.server = started;
		this.queue = this.subject.open(RedisURI.create(started.address()), MeasuredQueue.BYTES);
	}

	@TearDown
	public void close() {
		if (this.queue != null) {
			this.queue.close();
		}
		if (this.server != null) {
			this.server.close();
		}
	}

	@Benchmark
	public int addAndHandle() {
		MeasuredQueue opened = this.queue;
		if (opened == null) {
			throw new IllegalStateException("Not opened");
		}
		Crowd.forEach(this.workers, this.jobs / opened.together(), opened::add);
		opened.handle(this.jobs, this.workers);
		return this.jobs;
	}

}
