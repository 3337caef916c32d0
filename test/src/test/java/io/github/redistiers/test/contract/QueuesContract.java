package io.github.redistiers.test.contract;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import io.github.redistiers.codec.JsonCodecs;
import io.github.redistiers.store.StructureFactory;
import io.github.redistiers.store.queue.JobObserver;
import io.github.redistiers.store.queue.JobOptions;
import io.github.redistiers.store.queue.JobView;
import io.github.redistiers.store.queue.QueueRepository;
import io.github.redistiers.store.queue.QueueSettings;
import io.github.redistiers.store.queue.QueueStructure;

/**
 * Adds a job for each operation, under an id of its own, and looks all of them up.
 */
class QueuesContract implements StructureContract<QueuesContract.Errands> {

	private final AtomicLong end = new AtomicLong();

	@Override
	public Class<Errands> repository() {
		return Errands.class;
	}

	@Override
	public List<StructureFactory<?>> structures() {
		JsonCodecs codecs = new JsonCodecs(List.of(QueuesContract.class.getPackageName()),
				QueuesContract.class.getClassLoader());
		return List.of(new QueueStructure(QueueSettings.defaults(), codecs, JobObserver.NONE));
	}

	@Override
	public void operate(Errands errands, Operation operation) {
		this.end.accumulateAndGet(operation.number() + 1, Math::max);
		Errand errand = new Errand(operation.number(), operation.key());
		JobOptions options = JobOptions.defaults().id(String.valueOf(operation.number()));
		if (operation.isAsync()) {
			StructureContract.join(errands.enqueueAsync(errand, options));
		}
		else {
			errands.enqueue(errand, options);
		}
	}

	@Override
	public Found found(Errands errands, String key) {
		List<CompletionStage<Optional<JobView<Errand>>>> answers = LongStream.range(0, this.end.get())
			.mapToObj((number) -> errands.findAsync(String.valueOf(number)))
			.toList();
		List<JobView<Errand>> jobs = answers.stream().map(StructureContract::join).flatMap(Optional::stream).toList();
		long ready = errands.status().ready();
		if (ready != jobs.size()) {
			throw new IllegalStateException(ready + " jobs can be taken, but " + jobs.size() + " are known");
		}
		return Found.numbers(jobs.stream()
			.map((job) -> Objects.requireNonNull(job.payload()))
			.filter((errand) -> errand.key().equals(key))
			.map(Errand::number)
			.toList());
	}

	@Override
	public boolean isRepeatable() {
		return true;
	}

	record Errand(long number, String key) {

	}

	interface Errands extends QueueRepository<Errand> {

	}

}
