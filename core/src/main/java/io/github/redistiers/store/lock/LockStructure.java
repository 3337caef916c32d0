package io.github.redistiers.store.lock;

import java.util.function.LongSupplier;

import io.github.redistiers.store.StructureContext;
import io.github.redistiers.store.StructureFactory;

/**
 * Makes locks. Those that are held are renewed until the {@code StoreRepositories} are
 * closed, which ends the wait of all who wait, and releases nothing, since somebody may
 * still work: locks then end with their leases.
 *
 * @since 0.1.0
 */
public final class LockStructure implements StructureFactory<LockRepository> {

	private final LongSupplier clock;

	/**
	 * Locks whose leases are counted by {@link System#nanoTime()}.
	 */
	public LockStructure() {
		this(System::nanoTime);
	}

	LockStructure(LongSupplier clock) {
		this.clock = clock;
	}

	@Override
	public Class<LockRepository> structure() {
		return LockRepository.class;
	}

	@Override
	public LockRepository create(StructureContext context) {
		return new RedisLocks(context, context.shared(LockProcess.class, () -> new LockProcess(context, this.clock)));
	}

}
