/**
 * Job queues on the store tier: at least once, one round trip a batch, nothing lost.
 * <p>
 * {@link io.github.redistiers.store.queue.QueueRepository} is what applications declare;
 * {@link io.github.redistiers.store.queue.JobListener} names the methods that handle its
 * jobs.
 */
@NullMarked
package io.github.redistiers.store.queue;

import org.jspecify.annotations.NullMarked;
