package io.github.redistiers.store.script;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.redistiers.script.Script;
import io.github.redistiers.store.Applied;
import io.github.redistiers.store.RepositoryMethod;
import io.github.redistiers.store.StoreCall;
import io.github.redistiers.store.StoreExceptionTranslation;
import io.github.redistiers.store.StoreFailure;
import io.github.redistiers.store.StructureContext;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/**
 * A method that runs a script.
 */
record ScriptMethod(DeclaredScript declared, Script script, ScriptParameters parameters, ScriptReply reply,
		StructureContext context) implements RepositoryMethod {

	private static final Pattern LINE = Pattern.compile("user_script:(\\d+)");

	@Override
	public @Nullable Object call(@Nullable Object[] arguments) {
		StoreCall<@Nullable Object> call = run(this.parameters.bind(arguments));
		if (this.reply.isAsync()) {
			return this.context.callScriptAsync(call)
				.toCompletableFuture()
				.thenApply(this::converted)
				.exceptionallyCompose((failure) -> CompletableFuture.failedFuture(named(failure)));
		}
		try {
			return converted(this.context.callScript(call));
		}
		catch (DataAccessException ex) {
			throw named(ex);
		}
	}

	@SuppressWarnings("NullAway") // does not see that the lambda's answer may be null
	private StoreCall<@Nullable Object> run(ScriptParameters.Bound bound) {
		return (commands) -> this.script.runForAny(commands, bound.keys(), bound.arguments());
	}

	private @Nullable Object converted(@Nullable Object answer) {
		try {
			return this.reply.of(answer);
		}
		catch (RuntimeException ex) {
			throw new ScriptFailedException("%s has run, but its answer is not what %s returns: %s"
				.formatted(this.declared.file(), this.declared, ex.getMessage()), Applied.YES, ex);
		}
	}

	private RuntimeException named(Throwable failure) {
		Throwable cause = StoreExceptionTranslation.cause(failure);
		if (cause instanceof DataAccessException && StoreFailure.of(cause) == null) {
			return ofScript(NestedExceptionUtils.getMostSpecificCause(cause));
		}
		return (cause instanceof RuntimeException unchecked) ? unchecked : new CompletionException(cause);
	}

	private ScriptFailedException ofScript(Throwable cause) {
		String words = String.valueOf(cause.getMessage());
		Matcher line = LINE.matcher(words);
		boolean unbegun = words.contains("Error compiling script") || words.startsWith("CROSSSLOT");
		return new ScriptFailedException(
				"%s%s %s; %s. The server says: %s".formatted(this.declared.file(),
						line.find() ? " (line %s)".formatted(line.group(1)) : "", what(words),
						unbegun ? "nothing was changed" : "what it wrote before that, was written", words),
				unbegun ? Applied.NO : Applied.UNKNOWN, cause);
	}

	private static String what(String words) {
		if (words.contains("Error compiling script")) {
			return "does not compile";
		}
		boolean undeclared = words.contains("non local key") || words.contains("do not hash to the same slot");
		return undeclared ? "touched a key that is not in its KEYS" : "failed";
	}

}
