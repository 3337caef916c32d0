package io.github.redistiers.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;

/**
 * A client of the same server that has nothing to do with the cache: a JVM that gets one
 * key after the other, and says when asked how long the longest call took.
 */
final class NeighbourClient {

	static final String READY = "neighbour-is-ready";

	static final String BEGIN = "begin";

	static final String END = "end";

	static final String WORST = "worst: ";

	private final AtomicLong calls = new AtomicLong();

	private final AtomicLong worst = new AtomicLong();

	private final RedisCommands<String, String> commands;

	private final int keys;

	private NeighbourClient(RedisCommands<String, String> commands, int keys) {
		this.commands = commands;
		this.keys = keys;
	}

	public static void main(String[] arguments) throws IOException {
		RedisClient client = RedisClient.create(arguments[0]);
		NeighbourClient neighbour = new NeighbourClient(client.connect().sync(), Integer.parseInt(arguments[1]));
		Thread caller = new Thread(neighbour::call);
		caller.setDaemon(true);
		caller.start();
		System.out.println(READY);
		neighbour.listen(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), caller);
	}

	private void call() {
		while (true) {
			String key = CrowdedServer.key(ThreadLocalRandom.current().nextInt(this.keys));
			long start = System.nanoTime();
			String value = this.commands.get(key);
			long took = System.nanoTime() - start;
			if (value == null) {
				throw new IllegalStateException("Not cleared, but gone: " + key);
			}
			this.worst.accumulateAndGet(took, Math::max);
			this.calls.incrementAndGet();
		}
	}

	private void listen(BufferedReader told, Thread caller) throws IOException {
		for (String line = told.readLine(); line != null; line = told.readLine()) {
			awaitCall(caller);
			if (line.equals(BEGIN)) {
				this.worst.set(0);
			}
			System.out.println(WORST + TimeUnit.NANOSECONDS.toMicros(this.worst.get()));
		}
	}

	/**
	 * The call that is under way counts as well.
	 */
	private void awaitCall(Thread caller) {
		long seen = this.calls.get();
		while (this.calls.get() == seen) {
			if (!caller.isAlive()) {
				throw new IllegalStateException("The calls have ended");
			}
			Thread.onSpinWait();
		}
	}

}
