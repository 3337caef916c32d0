package io.github.redistiers.guard;

import io.github.redistiers.TierRole;

/**
 * {@code store.maxmemory}: with a limit the server refuses; without one it is killed.
 */
final class StoreMaxmemoryCheck implements ServerCheck {

	@Override
	public String id() {
		return "store.maxmemory";
	}

	@Override
	public TierRole role() {
		return TierRole.STORE;
	}

	@Override
	public Judgement judge(InspectedServer server) {
		Memory memory = Memory.of(server);
		if (memory.limit() > 0) {
			return Judgement.ok(Memory.inWords(memory.limit()));
		}
		String size = memory.roomier();
		return Judgement.wrong(Severity.WARNING, "0", "a limit",
				"When the machine's memory is used up, the kernel kills the server instead of the server refusing"
						+ " writes.",
				Remedy.on(server)
					.then("Below what is in use (" + Memory.inWords(memory.used())
							+ ") writes are refused at once, so stay above; " + size + " leaves as much room again:")
					.set("maxmemory", size));
	}

}
