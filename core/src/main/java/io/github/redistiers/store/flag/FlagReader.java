package io.github.redistiers.store.flag;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.redistiers.store.StoreExceptionTranslation;
import io.github.redistiers.store.StructureContext;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads the flags under one key into the memory: one reading at a time, and after each a
 * rest of several times as long, so that flags which change all the time cost no more
 * than a part of the time.
 */
final class FlagReader {

	private static final Log logger = LogFactory.getLog(FlagReader.class);

	private static final int REST = 4;

	private static final long LONGEST_REST = Duration.ofSeconds(1).toNanos();

	/**
	 * For connection factories that set commands no limit.
	 */
	private static final long LIMIT = 30;

	private final StructureContext context;

	private final String key;

	private final FlagValues values;

	private final ScheduledExecutorService executor;

	private final Runnable failed;

	private @Nullable CompletableFuture<Void> first;

	private @Nullable CompletableFuture<Void> running;

	private @Nullable CompletableFuture<Void> next;

	private long rested = System.nanoTime();

	private volatile boolean current;

	/**
	 * A reader.
	 * @param failed is run when a reading has failed
	 */
	FlagReader(StructureContext context, String key, FlagValues values, ScheduledExecutorService executor,
			Runnable failed) {
		this.context = context;
		this.key = key;
		this.values = values;
		this.executor = executor;
		this.failed = failed;
	}

	FlagValues values() {
		return this.values;
	}

	/**
	 * Whether the last reading succeeded.
	 */
	boolean isCurrent() {
		return this.current;
	}

	/**
	 * The first reading since the start, which is begun if nobody did.
	 */
	synchronized CompletableFuture<Void> first() {
		CompletableFuture<Void> begun = this.first;
		if (begun == null) {
			begun = read();
			this.first = begun;
		}
		return begun;
	}

	/**
	 * A reading that begins from now on.
	 */
	synchronized CompletableFuture<Void> read() {
		CompletableFuture<Void> waiting = this.next;
		if (waiting == null) {
			waiting = new CompletableFuture<>();
			this.next = waiting;
			if (this.running == null) {
				schedule(waiting);
			}
		}
		return waiting;
	}

	private void schedule(CompletableFuture<Void> waiting) {
		try {
			this.executor.schedule(this::begin, this.rested - System.nanoTime(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			waiting.completeExceptionally(new IllegalStateException("The repositories are closed", ex));
		}
	}

	private void begin() {
		CompletableFuture<Void> reading;
		synchronized (this) {
			reading = this.next;
			this.running = reading;
			this.next = null;
		}
		long began = System.nanoTime();
		if (reading != null) {
			stored().toCompletableFuture()
				.orTimeout(LIMIT, TimeUnit.SECONDS)
				.thenAccept(this.values::take)
				.whenComplete((done, failure) -> ended(reading, began, failure));
		}
	}

	/**
	 * What is in the store now, field by field.
	 */
	CompletionStage<Map<String, String>> stored() {
		byte[] bytes = this.key.getBytes(StandardCharsets.UTF_8);
		return this.context.readAsync((commands) -> commands.hgetall(bytes).thenApply(FlagReader::text));
	}

	private static Map<String, String> text(Map<byte[], byte[]> stored) {
		Map<String, String> texts = new HashMap<>();
		stored.forEach((name, text) -> texts.put(new String(name, StandardCharsets.UTF_8),
				new String(text, StandardCharsets.UTF_8)));
		return texts;
	}

	private void ended(CompletableFuture<Void> reading, long began, @Nullable Throwable failure) {
		this.current = failure == null;
		synchronized (this) {
			long now = System.nanoTime();
			this.running = null;
			this.rested = now + Math.min(LONGEST_REST, REST * (now - began));
			CompletableFuture<Void> waiting = this.next;
			if (waiting != null) {
				schedule(waiting);
			}
		}
		if (failure == null) {
			reading.complete(null);
			return;
		}
		Throwable cause = StoreExceptionTranslation.cause(failure);
		logger.debug("The flags under " + this.key + " were not read", cause);
		reading.completeExceptionally(cause);
		this.failed.run();
	}

}
