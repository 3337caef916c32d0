package io.github.redistiers.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Some threads that share a piece of work.
 */
final class Crowd {

	private static final int THREADS = 16;

	private Crowd() {
	}

	/**
	 * Does something for each number; returns when all of it is done.
	 * @param numbers how many, from 0
	 * @param work what to do
	 */
	static void forEach(int numbers, IntConsumer work) {
		forEach(THREADS, numbers, work);
	}

	/**
	 * Does something for each number, by so many threads; returns when all of it is done.
	 * @param size how many threads
	 * @param numbers how many numbers, from 0
	 * @param work what to do
	 */
	static void forEach(int size, int numbers, IntConsumer work) {
		ExecutorService threads = Executors.newFixedThreadPool(size);
		try {
			AtomicInteger next = new AtomicInteger();
			CompletableFuture
				.allOf(IntStream.range(0, size)
					.mapToObj((thread) -> CompletableFuture.runAsync(() -> take(next, numbers, work), threads))
					.toArray(CompletableFuture[]::new))
				.join();
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static void take(AtomicInteger next, int numbers, IntConsumer work) {
		for (int number = next.getAndIncrement(); number < numbers; number = next.getAndIncrement()) {
			work.accept(number);
		}
	}

}
