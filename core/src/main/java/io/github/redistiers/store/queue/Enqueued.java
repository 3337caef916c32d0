package io.github.redistiers.store.queue;

/**
 * What became of a job that was to be added.
 *
 * @param id the job's id; of one that was kept out, that of the job which did so
 * @param isNew whether the job was added: {@code false} if one of its id or deduplication
 * key was there
 * @since 0.1.0
 */
public record Enqueued(String id, boolean isNew) {

}
