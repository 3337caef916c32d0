package io.github.redistiers.autoconfigure.store.queued;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.queue.QueueRepository;

@StoreRepository("mails")
public interface Mails extends QueueRepository<Mails.Mail> {

	/**
	 * What a job is about.
	 */
	record Mail(String to) {

	}

}
