package io.github.redistiers.store;

import java.util.concurrent.CompletionStage;

import io.github.redistiers.script.Script;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * A script with what it is given.
 *
 * @param <T> the type of its reply
 * @since 0.1.0
 */
public final class ScriptCall<T extends @Nullable Object> implements StoreCall<T> {

	private final Script script;

	private final byte[][] keys;

	private final byte[][] arguments;

	/**
	 * A call of a script.
	 * @param script the script
	 * @param keys all keys that it touches
	 * @param arguments its arguments
	 */
	public ScriptCall(Script script, byte[][] keys, byte[]... arguments) {
		this.script = script;
		this.keys = keys;
		this.arguments = arguments;
	}

	@Override
	public CompletionStage<T> on(RedisClusterAsyncCommands<byte[], byte[]> commands) {
		return this.script.run(commands, this.keys, this.arguments);
	}

	Script script() {
		return this.script;
	}

	byte[][] keys() {
		return this.keys;
	}

	byte[][] arguments() {
		return this.arguments;
	}

}
