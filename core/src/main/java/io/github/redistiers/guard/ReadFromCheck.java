package io.github.redistiers.guard;

import io.github.redistiers.TierRole;
import io.lettuce.core.ReadFrom;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * {@code store.read-from}: a connection factory of the application's own must not have
 * replicas answer reads of the store. The tier's own is looked at when it is made.
 */
final class ReadFromCheck implements ServerCheck {

	private static final String PERMISSION = "redis-tiers.store.allow-replica-reads";

	private final boolean areReplicasAllowed;

	ReadFromCheck(boolean areReplicasAllowed) {
		this.areReplicasAllowed = areReplicasAllowed;
	}

	@Override
	public String id() {
		return "store.read-from";
	}

	@Override
	public TierRole role() {
		return TierRole.STORE;
	}

	@Override
	public Judgement judge(InspectedServer server) {
		if (!server.equals(server.tierServers().get(0))) {
			return Judgement.ok("the same client as of the tier's first server");
		}
		RedisConnectionFactory factory = server.tier().connectionFactory();
		if (!(factory instanceof LettuceConnectionFactory lettuce)) {
			return Judgement.unknown("Which nodes a " + factory.getClass().getSimpleName()
					+ " reads from is not known, only a LettuceConnectionFactory tells.");
		}
		ReadFrom readFrom = lettuce.getClientConfiguration().getReadFrom().orElse(ReadFrom.UPSTREAM);
		if (readFrom == ReadFrom.UPSTREAM) {
			return Judgement.ok("the primary");
		}
		if (this.areReplicasAllowed) {
			return Judgement.ok("replicas too, which " + PERMISSION + " allows");
		}
		return Judgement.wrong(Severity.ERROR, "a Lettuce factory whose readFrom is not UPSTREAM", "ReadFrom.UPSTREAM",
				"Replicas answer reads, and what they answer may be older than what was just written.",
				Remedy.of("Leave readFrom out of the LettuceClientConfiguration of the application's own"
						+ " RedisConnectionFactory; redis-tiers.cache.lettuce.read-from is the cache tier's. If the"
						+ " application can do with stale reads of the store, set " + PERMISSION + "=true."));
	}

}
