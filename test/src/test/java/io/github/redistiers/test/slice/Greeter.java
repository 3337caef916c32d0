package io.github.redistiers.test.slice;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.redistiers.store.queue.JobListener;

import org.springframework.stereotype.Component;

/**
 * Handles greetings.
 */
@Component
class Greeter {

	private final Queue<String> greeted = new ConcurrentLinkedQueue<>();

	Queue<String> greeted() {
		return this.greeted;
	}

	@JobListener(queue = "greetings")
	void greet(String name) {
		this.greeted.add(name);
	}

}
