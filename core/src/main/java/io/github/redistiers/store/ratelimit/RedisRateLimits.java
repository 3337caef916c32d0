package io.github.redistiers.store.ratelimit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.redistiers.script.Script;
import io.github.redistiers.store.ServerObjection;
import io.github.redistiers.store.StoreCall;
import io.github.redistiers.store.StoreExceptionTranslation;
import io.github.redistiers.store.StructureContext;
import io.github.redistiers.store.StructureKeys;
import io.github.redistiers.store.ratelimit.OnStoreFailure.Answer;
import io.lettuce.core.ScriptOutputType;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.util.Assert;

/**
 * Rate limits as one string per subject, which one script reads and writes.
 */
class RedisRateLimits implements RateLimitRepository {

	private static final Script TAKE = Script.of(RedisRateLimits.class, "take.lua", ScriptOutputType.MULTI);

	private static final int NOT_A_RATE_LIMIT = -1;

	private final StructureContext context;

	private final StructureKeys keys;

	private final StoreOutage outage;

	RedisRateLimits(StructureContext context) {
		this.context = context;
		this.keys = context.keys("limit");
		OnStoreFailure declared = AnnotatedElementUtils.findMergedAnnotation(context.declaredType(),
				OnStoreFailure.class);
		this.outage = new StoreOutage(context.name().value(), (declared != null) ? declared.value() : Answer.THROW,
				System::nanoTime);
	}

	@Override
	public RateLimitResult tryAcquire(String subject, RateLimit... limits) {
		return tryAcquire(subject, 1, limits);
	}

	@Override
	public RateLimitResult tryAcquire(String subject, long cost, RateLimit... limits) {
		Attempt attempt = Attempt.of(subject, cost, limits);
		try {
			StoreCall<List<Long>> take = take(attempt);
			return result(attempt, attempt.isLookOnly() ? this.context.read(take) : this.context.call(take));
		}
		catch (DataAccessException ex) {
			return this.outage.answer(attempt, named(subject, ex));
		}
	}

	@Override
	public CompletionStage<RateLimitResult> tryAcquireAsync(String subject, RateLimit... limits) {
		return tryAcquireAsync(subject, 1, limits);
	}

	@Override
	public CompletionStage<RateLimitResult> tryAcquireAsync(String subject, long cost, RateLimit... limits) {
		Attempt attempt = Attempt.of(subject, cost, limits);
		StoreCall<List<Long>> take = take(attempt);
		return (attempt.isLookOnly() ? this.context.readAsync(take) : this.context.callAsync(take))
			.thenApply((reply) -> result(attempt, reply))
			.exceptionallyCompose((failure) -> answer(attempt, failure));
	}

	@Override
	public RateLimitResult peek(String subject, RateLimit... limits) {
		return tryAcquire(subject, 0, limits);
	}

	@Override
	public CompletionStage<RateLimitResult> peekAsync(String subject, RateLimit... limits) {
		return tryAcquireAsync(subject, 0, limits);
	}

	@Override
	public boolean reset(String subject) {
		Long removed = this.context.call(delete(subject));
		return removed > 0;
	}

	@Override
	public CompletionStage<Boolean> resetAsync(String subject) {
		return this.context.callAsync(delete(subject)).thenApply((removed) -> removed > 0);
	}

	private StoreCall<List<Long>> take(Attempt attempt) {
		byte[][] keys = { key(attempt.subject()) };
		byte[][] arguments = arguments(attempt);
		return (commands) -> TAKE.run(commands, keys, arguments);
	}

	private StoreCall<Long> delete(String subject) {
		Assert.hasText(subject, "The subject of a rate limit must not be blank");
		byte[] key = key(subject);
		return (commands) -> commands.del(key);
	}

	private static byte[][] arguments(Attempt attempt) {
		byte[][] arguments = new byte[1 + 3 * attempt.limits().size()][];
		int next = 0;
		arguments[next++] = digits(attempt.cost());
		for (RateLimit limit : attempt.limits()) {
			EmissionInterval interval = limit.interval();
			arguments[next++] = digits(limit.burst());
			arguments[next++] = digits(interval.numerator());
			arguments[next++] = digits(interval.denominator());
		}
		return arguments;
	}

	private RateLimitResult result(Attempt attempt, List<Long> reply) {
		this.outage.mayBeOver();
		if (reply.get(0) == NOT_A_RATE_LIMIT) {
			throw new NotARateLimitException(notARateLimit(attempt.subject()), null);
		}
		return attempt.result(reply, true);
	}

	private CompletionStage<RateLimitResult> answer(Attempt attempt, Throwable failure) {
		Throwable cause = StoreExceptionTranslation.cause(failure);
		try {
			return (cause instanceof DataAccessException ex)
					? CompletableFuture.completedStage(this.outage.answer(attempt, named(attempt.subject(), ex)))
					: CompletableFuture.failedStage(cause);
		}
		catch (DataAccessException ex) {
			return CompletableFuture.failedStage(ex);
		}
	}

	private DataAccessException named(String subject, DataAccessException ex) {
		return ServerObjection.isWrongType(ex) ? new NotARateLimitException(notARateLimit(subject), ex) : ex;
	}

	private String notARateLimit(String subject) {
		return "Something else than a rate limit lives under " + this.keys.text(SubjectText.of(subject))
				+ "; it is unchanged. Remove it, or give the repository another name.";
	}

	private byte[] key(String subject) {
		return this.keys.bytes(SubjectText.of(subject));
	}

	private static byte[] digits(long number) {
		return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
	}

}
