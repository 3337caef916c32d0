package io.github.redistiers.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.github.redistiers.connection.AnyReply;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.Base16;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.jspecify.annotations.Nullable;

/**
 * A Lua script that the server keeps by its digest. It is sent whole where the server
 * does not have it yet: after a start, a failover or a flush of its scripts.
 *
 * @since 0.1.0
 */
public final class Script {

	private final byte[] text;

	private final String digest;

	private final ScriptOutputType reply;

	private Script(byte[] text, ScriptOutputType reply) {
		this.text = text;
		this.digest = digest(text);
		this.reply = reply;
	}

	/**
	 * Reads a script.
	 * @param user the class that uses it, beside whose package's classes the file stands
	 * @param file the file's name, such as {@code lease.lua}
	 * @param reply what the script answers
	 * @return the script
	 */
	public static Script of(Class<?> user, String file, ScriptOutputType reply) {
		try (InputStream stream = user.getResourceAsStream(file)) {
			if (stream == null) {
				throw new IllegalArgumentException("There is no " + file + " beside " + user.getName());
			}
			return new Script(stream.readAllBytes(), reply);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A script that was put together.
	 * @param text what it says
	 * @param reply what it answers
	 * @return the script
	 */
	public static Script ofText(String text, ScriptOutputType reply) {
		return new Script(text.getBytes(StandardCharsets.UTF_8), reply);
	}

	/**
	 * What the script says.
	 * @return its text
	 */
	public String text() {
		return new String(this.text, StandardCharsets.UTF_8);
	}

	/**
	 * What servers know the script by.
	 * @return its SHA-1 digest in hexadecimal digits
	 */
	public String digest() {
		return this.digest;
	}

	/**
	 * Lets the server compile the script without running it: SCRIPT LOAD, on every node
	 * of a cluster.
	 * @param commands where to load it
	 * @return its digest; fails if the script does not compile
	 */
	public CompletionStage<String> load(RedisScriptingAsyncCommands<byte[], byte[]> commands) {
		return commands.scriptLoad(this.text);
	}

	/**
	 * Runs the script, whatever it answers, as {@link #run} does.
	 * @param commands where to run it
	 * @param keys all keys that the script touches
	 * @param arguments its arguments
	 * @return the reply: a {@code byte[]}, a {@link Long}, {@link Double} or
	 * {@link Boolean}, a list of these, or {@code null}
	 */
	public CompletionStage<@Nullable Object> runForAny(RedisClusterAsyncCommands<byte[], byte[]> commands,
			byte[][] keys, byte[]... arguments) {
		byte[] digest = this.digest.getBytes(StandardCharsets.US_ASCII);
		return orWhole(send(commands, CommandType.EVALSHA, digest, keys, arguments),
				() -> send(commands, CommandType.EVAL, this.text, keys, arguments));
	}

	/**
	 * Runs the script: EVALSHA, and EVAL if the server does not know it. The latter is
	 * sent only after the server has said that the former did nothing.
	 * @param <T> the reply's type, as the script's {@link ScriptOutputType} gives it
	 * @param commands where to run it
	 * @param keys all keys that the script touches
	 * @param arguments its arguments
	 * @return the reply
	 */
	@SuppressWarnings("NullAway") // Lettuce's types do not say that a reply may be null
	public <T extends @Nullable Object> CompletionStage<T> run(RedisScriptingAsyncCommands<byte[], byte[]> commands,
			byte[][] keys, byte[]... arguments) {
		return orWhole(commands.<T>evalsha(this.digest, this.reply, keys, arguments),
				() -> commands.<T>eval(this.text, this.reply, keys, arguments));
	}

	private static <T extends @Nullable Object> CompletionStage<T> orWhole(CompletionStage<T> known,
			Supplier<CompletionStage<T>> whole) {
		return known.toCompletableFuture()
			.exceptionallyCompose(
					(failure) -> isUnknown(failure) ? whole.get() : CompletableFuture.failedFuture(failure));
	}

	/**
	 * Lettuce's own output for replies of any kind takes no strings.
	 */
	private static CompletionStage<@Nullable Object> send(RedisClusterAsyncCommands<byte[], byte[]> commands,
			CommandType command, byte[] script, byte[][] keys, byte[]... arguments) {
		CommandArgs<byte[], byte[]> sent = new CommandArgs<>(ByteArrayCodec.INSTANCE).add(script)
			.add(keys.length)
			.addKeys(keys)
			.addValues(arguments);
		return commands.dispatch(command, new AnyReply<>(ByteArrayCodec.INSTANCE), sent);
	}

	private static boolean isUnknown(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		return cause instanceof RedisNoScriptException;
	}

	private static String digest(byte[] text) {
		return Base16.digest(text);
	}

}
