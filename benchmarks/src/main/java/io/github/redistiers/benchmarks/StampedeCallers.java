package io.github.redistiers.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;

/**
 * One of the JVMs of a stampede. It is told a key and when to ask for it, and says how
 * that went.
 */
final class StampedeCallers implements AutoCloseable {

	static final String READY = "callers-are-ready";

	static final String OUTCOME = "outcome: ";

	static final int THREADS = 64;

	static final Duration SOURCE_TAKES = Duration.ofMillis(200);

	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

	private final LoadingCache cache;

	private StampedeCallers(LoadingCache cache) {
		this.cache = cache;
	}

	public static void main(String[] arguments) throws IOException {
		StampedeSubject subject = StampedeSubject.valueOf(arguments[0]);
		try (StampedeCallers callers = new StampedeCallers(subject.open(RedisURI.create(arguments[1])));
				BufferedReader told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			System.out.println(READY);
			for (String line = told.readLine(); line != null; line = told.readLine()) {
				String[] words = line.split(" ");
				Instant start = Instant.ofEpochMilli(Long.parseLong(words[1]));
				System.out.println(OUTCOME + callers.ask(words[0], start).text());
			}
		}
	}

	private StampedeOutcome ask(String key, Instant start) {
		long startNanos = System.nanoTime() + Instant.now().until(start, ChronoUnit.NANOS);
		AtomicLong calls = new AtomicLong();
		return Stream.generate(() -> CompletableFuture.supplyAsync(() -> {
			Pause.until(startNanos);
			requireValue(this.cache.load(key, () -> source(calls)));
			return System.nanoTime() - startNanos;
		}, this.threads))
			.limit(THREADS)
			.toList()
			.stream()
			.map(CompletableFuture::join)
			.reduce(Math::max)
			.map((last) -> new StampedeOutcome(calls.get(), TimeUnit.NANOSECONDS.toMicros(last)))
			.orElseThrow();
	}

	private static Article source(AtomicLong calls) {
		calls.incrementAndGet();
		Pause.ofMillis(SOURCE_TAKES.toMillis());
		return Article.of(1);
	}

	private static void requireValue(@Nullable Object value) {
		if (!(value instanceof Article)) {
			throw new IllegalStateException("A caller got " + value);
		}
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
		this.cache.close();
	}

}
