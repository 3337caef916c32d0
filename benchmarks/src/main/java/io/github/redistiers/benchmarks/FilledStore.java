package io.github.redistiers.benchmarks;

import java.util.concurrent.ThreadLocalRandom;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerPreset;
import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A store on which every key is there, on a server of its own.
 */
@State(Scope.Benchmark)
public class FilledStore {

	@Param("RAW_INCREMENT")
	StoreSubject subject = StoreSubject.RAW_INCREMENT;

	@Param("1")
	int keys;

	private @Nullable RedisServer server;

	private @Nullable StoreOperation operation;

	@Setup
	public void open() {
		// the cache's configuration writes nothing to disk, which would be noise here
		RedisServer started = RedisServer.builder().preset(ServerPreset.CACHE).setting("maxmemory", "4gb").start();
		this.server = started;
		StoreOperation opened = this.subject.open(RedisURI.create(started.address()));
		this.operation = opened;
		Crowd.forEach(this.keys, opened::prepare);
	}

	@TearDown
	public void close() {
		if (this.operation != null) {
			this.operation.close();
		}
		if (this.server != null) {
			this.server.close();
		}
	}

	/**
	 * Does the operation on any key.
	 */
	Object call() {
		StoreOperation opened = this.operation;
		if (opened == null) {
			throw new IllegalStateException("Not opened");
		}
		return opened.call().apply((this.keys == 1) ? 0 : ThreadLocalRandom.current().nextInt(this.keys));
	}

}
