package io.github.redistiers.boot.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.store.RepositoryName;
import io.github.redistiers.store.queue.QueueRepository;
import io.github.redistiers.store.queue.QueueStatus;
import io.github.redistiers.store.queue.QueueStructure;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;

/**
 * Asks the store for all queues at once, and waits a second at most. However many readers
 * there are, it is asked once at a time.
 *
 * @since 0.1.0
 */
public final class QueueDescriptions {

	private static final Duration LIMIT = Duration.ofSeconds(1);

	private static final String NO_ANSWER = "The store did not answer within a second.";

	private final @Nullable QueueStructure structure;

	private final UserNames users;

	private @Nullable CompletableFuture<Map<RepositoryName, CompletableFuture<QueueStatus>>> asking;

	/**
	 * Descriptions.
	 * @param structure knows the queues, or {@code null} if there is no store
	 * @param tiers all tiers
	 */
	public QueueDescriptions(@Nullable QueueStructure structure, List<RedisTier> tiers) {
		this.structure = structure;
		this.users = new UserNames(tiers);
	}

	List<QueueDescriptor> all() {
		List<RepositoryName> names = new ArrayList<>(queues().keySet());
		names.sort(Comparator.comparing(QueueDescriptor::id));
		if (names.isEmpty()) {
			return List.of();
		}
		long until = System.nanoTime() + LIMIT.toNanos();
		try {
			Map<RepositoryName, CompletableFuture<QueueStatus>> answers = await(ask(), until);
			return names.stream().map((name) -> described(name, answers.get(name), until)).toList();
		}
		catch (TimeoutException ex) {
			return names.stream().map((name) -> QueueDescriptor.unknown(name, NO_ANSWER)).toList();
		}
		catch (ExecutionException ex) {
			return names.stream().map((name) -> QueueDescriptor.unknown(name, sentence(ex))).toList();
		}
	}

	/**
	 * Pauses a queue, or ends its pause.
	 * @param id the queue
	 * @return {@code null} if there is none of that id
	 * @throws org.springframework.dao.DataAccessException if the store did not do it
	 */
	@Nullable QueueDescriptor pause(String id, boolean paused) {
		for (Map.Entry<RepositoryName, QueueRepository<?>> queue : queues().entrySet()) {
			if (QueueDescriptor.id(queue.getKey()).equals(id)) {
				if (paused) {
					queue.getValue().pause();
				}
				else {
					queue.getValue().resume();
				}
				return QueueDescriptor.of(queue.getKey(), queue.getValue().status());
			}
		}
		return null;
	}

	private Map<RepositoryName, QueueRepository<?>> queues() {
		return (this.structure != null) ? this.structure.queues() : Map.of();
	}

	/**
	 * On a thread of its own: getting a connection may block for longer than anybody
	 * wants to wait here.
	 */
	private synchronized CompletableFuture<Map<RepositoryName, CompletableFuture<QueueStatus>>> ask() {
		if (this.asking == null || this.asking.isDone()) {
			CompletableFuture<Map<RepositoryName, CompletableFuture<QueueStatus>>> begun = new CompletableFuture<>();
			Thread thread = new Thread(() -> begin(begun), "redis-tiers-endpoint");
			thread.setDaemon(true);
			thread.start();
			this.asking = begun;
		}
		return this.asking;
	}

	private void begin(CompletableFuture<Map<RepositoryName, CompletableFuture<QueueStatus>>> begun) {
		try {
			Map<RepositoryName, CompletableFuture<QueueStatus>> answers = new LinkedHashMap<>();
			queues().forEach((name, queue) -> answers.put(name, queue.statusAsync().toCompletableFuture()));
			begun.complete(answers);
		}
		catch (RuntimeException ex) {
			begun.completeExceptionally(ex);
		}
	}

	private QueueDescriptor described(RepositoryName name, @Nullable CompletableFuture<QueueStatus> answer,
			long until) {
		if (answer == null) {
			return QueueDescriptor.unknown(name, NO_ANSWER);
		}
		try {
			return QueueDescriptor.of(name, await(answer, until));
		}
		catch (TimeoutException ex) {
			return QueueDescriptor.unknown(name, NO_ANSWER);
		}
		catch (ExecutionException ex) {
			return QueueDescriptor.unknown(name, sentence(ex));
		}
	}

	private static <T> T await(CompletableFuture<T> answer, long until) throws ExecutionException, TimeoutException {
		try {
			return answer.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new TimeoutException();
		}
	}

	private String sentence(ExecutionException failure) {
		Throwable cause = (failure.getCause() != null) ? failure.getCause() : failure;
		return this.users.hide(String.valueOf(NestedExceptionUtils.getMostSpecificCause(cause).getMessage()));
	}

}
