package io.github.redistiers.store.queue;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import io.github.redistiers.codec.JsonCodecs;
import io.github.redistiers.store.RepositoryName;
import io.github.redistiers.store.StructureContext;
import io.github.redistiers.store.StructureFactory;

import org.springframework.core.ResolvableType;

/**
 * Makes queues. Listeners are closed with the {@code StoreRepositories} at the latest.
 *
 * @since 0.1.0
 */
public final class QueueStructure implements StructureFactory<QueueRepository<?>> {

	private static final int MOST_KNOWN = 1000;

	private final QueueSettings settings;

	private final JsonCodecs codecs;

	private final JobObserver observer;

	private final LongSupplier clock;

	private final Map<RepositoryName, QueueRepository<?>> queues = new ConcurrentHashMap<>();

	/**
	 * A factory of queues.
	 * @param settings what holds for all of them
	 * @param codecs keep the payloads
	 * @param observer hears of what happens to jobs
	 */
	public QueueStructure(QueueSettings settings, JsonCodecs codecs, JobObserver observer) {
		this(settings, codecs, observer, System::nanoTime);
	}

	QueueStructure(QueueSettings settings, JsonCodecs codecs, JobObserver observer, LongSupplier clock) {
		this.settings = settings;
		this.codecs = codecs;
		this.observer = observer;
		this.clock = clock;
	}

	/**
	 * The queues that were made in this process, the first thousand of them.
	 * @return a repository for each, by its name
	 */
	public Map<RepositoryName, QueueRepository<?>> queues() {
		return Map.copyOf(this.queues);
	}

	@Override
	@SuppressWarnings("unchecked") // a class literal has no type arguments
	public Class<QueueRepository<?>> structure() {
		return (Class<QueueRepository<?>>) (Class<?>) QueueRepository.class;
	}

	@Override
	public QueueRepository<?> create(StructureContext context) {
		Type payload = ResolvableType.forClass(context.declaredType())
			.as(QueueRepository.class)
			.getGeneric(0)
			.getType();
		RedisQueue<?> queue = new RedisQueue<>(context, this.codecs.forType(payload), this.settings, this.observer,
				context.shared(QueueProcess.class, () -> new QueueProcess(context, this.clock)));
		this.observer.declared(queue.name(), queue::statusAsync);
		if (this.queues.size() < MOST_KNOWN) {
			this.queues.putIfAbsent(context.name(), queue);
		}
		return queue;
	}

}
