package io.github.redistiers.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.github.redistiers.TierRole;
import org.jspecify.annotations.Nullable;

/**
 * {@code cache.slow-scripts} and {@code store.slow-scripts}: while a script runs, a
 * server does nothing else for anybody. What a script was called with is not told, since
 * it may be secret.
 */
final class SlowScriptsCheck extends ConditionCheck {

	private static final Set<String> SCRIPTS = Set.of("EVAL", "EVALSHA", "EVAL_RO", "EVALSHA_RO", "FCALL", "FCALL_RO");

	private static final String NEWEST = "16";

	private static final Duration RECENT = Duration.ofMinutes(10);

	private static final Duration SLOW = Duration.ofMillis(100);

	SlowScriptsCheck(TierRole role) {
		super(role, "slow-scripts");
	}

	@Override
	public Judgement judge(InspectedServer server) {
		Call slowest = null;
		if (server.ask("SLOWLOG", "GET", NEWEST) instanceof List<?> entries) {
			for (Object entry : entries) {
				Call call = Call.of(entry);
				if (call != null && call.at().isAfter(server.at().minus(RECENT))
						&& (slowest == null || call.took().compareTo(slowest.took()) > 0)) {
					slowest = call;
				}
			}
		}
		if (slowest == null) {
			return Judgement.ok("none in the last " + Spans.about(RECENT));
		}
		return Judgement.wrong(Severity.WARNING, slowest.name() + " that took " + slowest.took().toMillis() + " ms",
				"at most " + SLOW.toMillis() + " ms", "Whoever else asked the server waited as long.",
				Remedy.on(server)
					.run("SLOWLOG GET 16", "who calls it, and with what")
					.then("Let a script do less at a time: pages instead of everything, and no KEYS or large ranges."));
	}

	/**
	 * A script's call in the server's slow log.
	 */
	private record Call(String name, Instant at, Duration took) {

		static @Nullable Call of(Object entry) {
			if (entry instanceof List<?> facts && facts.size() > 3 && facts.get(1) instanceof Long at
					&& facts.get(2) instanceof Long micros && facts.get(3) instanceof List<?> words
					&& !words.isEmpty()) {
				String command = String.valueOf(words.get(0)).toUpperCase(Locale.ROOT);
				Duration took = Duration.ofNanos(1000 * micros);
				if (SCRIPTS.contains(command) && took.compareTo(SLOW) >= 0) {
					boolean isNamed = !command.startsWith("EVAL") || command.startsWith("EVALSHA");
					String name = (isNamed && words.size() > 1) ? command + " " + words.get(1) : command;
					return new Call(name, Instant.ofEpochSecond(at), took);
				}
			}
			return null;
		}

	}

}
