package io.github.redistiers.guard;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.TierConnectionFactory;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * {@code store.client}: a connection factory of the application's own must not send a
 * command again whose reply was lost, since it may have been carried out.
 */
final class ClientCheck implements ServerCheck {

	@Override
	public String id() {
		return "store.client";
	}

	@Override
	public TierRole role() {
		return TierRole.STORE;
	}

	@Override
	public Judgement judge(InspectedServer server) {
		RedisConnectionFactory factory = server.tier().connectionFactory();
		if (factory instanceof TierConnectionFactory) {
			return Judgement.ok("the tier's own");
		}
		if (!server.equals(server.tierServers().get(0))) {
			return Judgement.ok("the same client as of the tier's first server");
		}
		if (!(factory instanceof LettuceConnectionFactory lettuce)) {
			return Judgement.wrong(Severity.WARNING, factory.getClass().getSimpleName(), "a LettuceConnectionFactory",
					"Time limits, reconnecting and what happens to a lost reply are not those of a store tier.",
					Remedy.of("Set redis-tiers.store.* instead of defining a RedisConnectionFactory."));
		}
		ClientOptions options = lettuce.getClientConfiguration().getClientOptions().orElseGet(ClientOptions::create);
		if (options.isAutoReconnect() && options.getDisconnectedBehavior() != DisconnectedBehavior.REJECT_COMMANDS) {
			return Judgement.wrong(Severity.WARNING, "a Lettuce factory that queues commands while disconnected",
					"one that rejects them",
					"A command whose reply was lost is sent again, and may be carried out twice.",
					Remedy.of("Set redis-tiers.store.* instead of defining a RedisConnectionFactory, or give its client"
							+ " options ClientOptions.builder().disconnectedBehavior(REJECT_COMMANDS)."));
		}
		return Judgement.ok("a Lettuce factory that never sends a command twice");
	}

}
