package io.github.redistiers.test.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.redistiers.store.StructureFactory;
import io.github.redistiers.store.lock.Lease;
import io.github.redistiers.store.lock.LockRepository;
import io.github.redistiers.store.lock.LockStructure;
import io.github.redistiers.store.lock.StaleTokenException;

/**
 * Writes a value under a lock for each operation. A lock that a fault took along is
 * acquired again, with a greater token.
 */
class GuardedValuesContract implements StructureContract<LockRepository> {

	/**
	 * What a crash leaves behind of an acquisition that was under way ends before the kit
	 * loses its patience.
	 */
	private static final Lease LEASE = Lease.once(Duration.ofSeconds(30));

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final Map<String, Long> tokens = new ConcurrentHashMap<>();

	private final Map<String, Queue<Long>> numbers = new ConcurrentHashMap<>();

	@Override
	public Class<LockRepository> repository() {
		return LockRepository.class;
	}

	@Override
	public List<StructureFactory<?>> structures() {
		return List.of(new LockStructure());
	}

	@Override
	public void operate(LockRepository locks, Operation operation) {
		String place = locks + operation.key();
		this.numbers.computeIfAbsent(place, (absent) -> new ConcurrentLinkedQueue<>()).add(operation.number());
		long token = this.tokens.getOrDefault(place, 0L);
		if (token != 0) {
			try {
				write(locks, operation, token);
				return;
			}
			catch (StaleTokenException ex) {
				// its lease is over, or a fault took the lock along
			}
		}
		write(locks, operation, acquire(locks, operation.key(), place, token));
	}

	private synchronized long acquire(LockRepository locks, String key, String place, long before) {
		long present = this.tokens.getOrDefault(place, 0L);
		if (present != before) {
			return present;
		}
		try {
			long token = locks.acquire(key, PATIENCE, LEASE).token();
			if (token <= before) {
				throw new IllegalStateException("A token did not grow: %d after %d".formatted(token, before));
			}
			this.tokens.put(place, token);
			return token;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static void write(LockRepository locks, Operation operation, long token) {
		String value = String.valueOf(operation.number());
		if (operation.isAsync()) {
			StructureContract.join(locks.setAsync(operation.key(), token, value, value));
		}
		else {
			locks.set(operation.key(), token, value, value);
		}
	}

	@Override
	public Found found(LockRepository locks, String key) {
		List<CompletableFuture<String>> values = new ArrayList<>();
		for (long number : this.numbers.getOrDefault(locks + key, new ConcurrentLinkedQueue<>())) {
			values.add(locks.valueAsync(key, String.valueOf(number)).toCompletableFuture());
		}
		return Found.numbers(values.stream()
			.map(StructureContract::join)
			.filter(Objects::nonNull)
			.map(Long::valueOf)
			.distinct()
			.toList());
	}

}
