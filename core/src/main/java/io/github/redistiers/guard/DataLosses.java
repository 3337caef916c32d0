package io.github.redistiers.guard;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Which servers were found without the data of one marker. That is a fact about each of
 * them: two may be primaries for a moment, and one of them be right. It goes over to the
 * replica that takes over from such a server, and ends when the server copies another's
 * data.
 */
final class DataLosses {

	private static final int MOST = 100;

	/** By place and by history. */
	private final Map<String, Loss> losses = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Loss> eldest) {
			return size() > MOST;
		}

	};

	/**
	 * What is known of a server.
	 * @return {@code null} if nothing was lost there
	 */
	@Nullable Loss find(DataHolder holder) {
		Loss own = this.losses.get(holder.place());
		return (own != null || holder.origin() == null) ? own : this.losses.get(holder.origin());
	}

	/**
	 * Takes in that a server was found without the data.
	 * @param old the server's time if its data went back
	 */
	Loss add(DataHolder holder, Instant at, @Nullable Instant old) {
		Loss before = find(holder);
		Loss loss = (before != null) ? before.again(holder.history(), at, old)
				: new Loss(at, at, old, holder.history(), null);
		put(holder, loss);
		return loss;
	}

	/**
	 * Takes in that another primary was seen that has the data.
	 * @param right its address
	 */
	void seenBeside(DataHolder holder, String right) {
		Loss loss = find(holder);
		if (loss != null) {
			put(holder, new Loss(loss.since(), loss.claimedSince(), loss.oldAt(), loss.history(), right));
		}
	}

	private void put(DataHolder holder, Loss loss) {
		this.losses.put(holder.place(), loss);
		if (holder.history() != null) {
			this.losses.put(holder.history(), loss);
		}
	}

	void remove(DataHolder holder) {
		this.losses.remove(holder.place());
		if (holder.history() != null) {
			this.losses.remove(holder.history());
		}
		if (holder.origin() != null) {
			this.losses.remove(holder.origin());
		}
	}

	/**
	 * Takes in that a server is a replica. Who has copied its data before may take over
	 * in the same moment.
	 */
	void follows(DataHolder holder) {
		this.losses.remove(holder.place());
	}

	/**
	 * A loss on one server.
	 *
	 * @param since when it was found first
	 * @param claimedSince when it was found first of the server as it runs now
	 * @param oldAt when an old state was found, by the server's clock; {@code null}
	 * unless the data went back
	 * @param history of the server as it runs now
	 * @param right the address of another primary that was seen since then and has the
	 * data
	 */
	record Loss(Instant since, Instant claimedSince, @Nullable Instant oldAt, @Nullable String history,
			@Nullable String right) {

		private Loss again(@Nullable String history, Instant at, @Nullable Instant old) {
			boolean isSame = Objects.equals(this.history, history);
			return new Loss(this.since, isSame ? this.claimedSince : at, (this.oldAt != null) ? this.oldAt : old,
					history, isSame ? this.right : null);
		}

	}

}
