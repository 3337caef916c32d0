package io.github.redistiers.cache;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Which server processes a connection reaches.
 */
interface ReachedServer {

	/**
	 * The server's {@code run_id}, or a digest of a cluster's, asked for before whatever
	 * is sent after this call; empty if it is not known.
	 */
	CompletableFuture<String> id();

	/**
	 * Whether no connection was lost or made since {@link #id()} gave this.
	 */
	boolean isCurrent(CompletableFuture<String> id);

	/**
	 * Whether nothing is to be sent before {@link #id()} has ended.
	 */
	boolean asksFirst();

	/**
	 * The id, if it is known and that server answers all reads.
	 */
	@Nullable String only();

}
