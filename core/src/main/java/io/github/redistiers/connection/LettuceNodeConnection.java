package io.github.redistiers.connection;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import io.lettuce.core.ConnectionFuture;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one server through Lettuce.
 */
final class LettuceNodeConnection implements NodeConnection {

	private final RedisClient client;

	private final StatefulRedisConnection<String, String> connection;

	private final Supplier<ConnectionFuture<StatefulRedisPubSubConnection<String, String>>> subscriber;

	private final Duration limit;

	private final BiFunction<@Nullable Throwable, Duration, ConnectFailure> failures;

	private final ConnectionLoss loss;

	private boolean hasAnswered;

	LettuceNodeConnection(RedisClient client, StatefulRedisConnection<String, String> connection, ConnectionLoss loss,
			Supplier<ConnectionFuture<StatefulRedisPubSubConnection<String, String>>> subscriber, Duration limit,
			BiFunction<@Nullable Throwable, Duration, ConnectFailure> failures) {
		this.client = client;
		this.connection = connection;
		this.loss = loss;
		this.subscriber = subscriber;
		this.limit = limit;
		this.failures = failures;
	}

	@Override
	public @Nullable Object execute(String command, String... arguments) {
		CommandArgs<String, String> args = new CommandArgs<>(StringCodec.UTF8);
		for (String argument : arguments) {
			args.add(argument);
		}
		AnyReply<String> reply = new AnyReply<>(StringCodec.UTF8);
		return await(this.connection.async().dispatch(new Keyword(command), reply, args).toCompletableFuture());
	}

	@Override
	public void subscribe(String channel) {
		StatefulRedisPubSubConnection<String, String> subscribing = await(this.subscriber.get().toCompletableFuture());
		await(subscribing.async().subscribe(channel).toCompletableFuture());
	}

	@Override
	public boolean isOpen() {
		return this.connection.isOpen() && !this.loss.future().isDone();
	}

	@Override
	public void close() {
		// Waited for, so that the tier may shut down its event loops right after.
		this.client.shutdown(Duration.ZERO, this.limit);
	}

	private <T extends @Nullable Object> T await(CompletableFuture<T> reply) {
		// who looks again because a call has failed is to know within one more limit
		Duration patience = this.hasAnswered ? this.limit.multipliedBy(3).dividedBy(4) : this.limit;
		try {
			CompletableFuture.anyOf(reply, this.loss.future()).get(patience.toMillis(), TimeUnit.MILLISECONDS);
			T answer = reply.get();
			this.hasAnswered = true;
			return answer;
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RedisCommandExecutionException error && error.getMessage() != null) {
				this.hasAnswered = true;
				throw new NodeErrorException(error.getMessage());
			}
			throw this.failures.apply(ex.getCause(), patience).toNodeException();
		}
		catch (TimeoutException ex) {
			throw this.failures.apply(ex, patience).toNodeException();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw this.failures.apply(ex, patience).toNodeException();
		}
	}

	private record Keyword(String word) implements ProtocolKeyword {

		@Override
		public byte[] getBytes() {
			return this.word.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
		}

		@Override
		public String toString() {
			return this.word;
		}

	}

}
