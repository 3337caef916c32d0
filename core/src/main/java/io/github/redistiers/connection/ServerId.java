package io.github.redistiers.connection;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.async.RedisServerAsyncCommands;

/**
 * Which process a connection reaches.
 *
 * @since 0.1.0
 */
public final class ServerId {

	private static final String FIELD = "run_id:";

	private ServerId() {
	}

	/**
	 * Asks a server for its {@code run_id}, which changes with each start and differs
	 * between a primary and its replicas.
	 * @param commands the connection to ask on
	 * @return the id; empty if the server does not say it or does not allow INFO
	 */
	public static CompletionStage<String> of(RedisServerAsyncCommands<?, ?> commands) {
		return commands.info("server").handle((info, failure) -> {
			if (failure == null) {
				return find(info);
			}
			if (failure instanceof RedisCommandExecutionException) {
				return "";
			}
			throw new CompletionException(failure);
		});
	}

	private static String find(String info) {
		return info.lines()
			.filter((line) -> line.startsWith(FIELD))
			.findFirst()
			.map((line) -> line.substring(FIELD.length()).trim())
			.orElse("");
	}

}
