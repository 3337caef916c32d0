package io.github.redistiers.guard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.NodeUnreachableException;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierNode;
import org.jspecify.annotations.Nullable;

/**
 * One look at all tiers: every server on one connection of its own, several at the same
 * time. A start waits for the first look while hardly any class of it is loaded, hence
 * the loops: each stream would cost it some milliseconds.
 */
final class Inspection implements AutoCloseable {

	/**
	 * However many servers there are: each look is short, and its threads end with it.
	 */
	private static final int MOST_THREADS = 4;

	private final GuardSettings settings;

	private final KeptConnections connections;

	private final Instant at;

	private final ExecutorService executor = Executors.newFixedThreadPool(MOST_THREADS, (task) -> {
		Thread thread = new Thread(task, "redis-tiers-guard");
		thread.setDaemon(true);
		return thread;
	});

	private List<TierVisit> visits = List.of();

	Inspection(GuardSettings settings, KeptConnections connections, Instant at) {
		this.settings = settings;
		this.connections = connections;
		this.at = at;
	}

	/**
	 * Tries to reach every server of every tier that is to be judged.
	 */
	List<TierVisit> visit(Collection<RedisTier> tiers, NodeDirectory directory) {
		List<RedisTier> judged = new ArrayList<>();
		for (RedisTier tier : tiers) {
			if (mode(tier) != GuardMode.OFF) {
				judged.add(tier);
			}
		}
		List<Known> known = new ArrayList<>();
		for (List<Known> ofTier : all(judged, (tier) -> nodes(tier, directory))) {
			known.addAll(ofTier);
		}
		List<TierVisit.Attempt> attempts = all(known, this::attempt);
		List<TierVisit> made = new ArrayList<>();
		for (RedisTier tier : judged) {
			made.add(visit(tier, known, attempts));
		}
		this.visits = made;
		return made;
	}

	private static List<Known> nodes(RedisTier tier, NodeDirectory directory) {
		try {
			List<Known> known = new ArrayList<>();
			for (TierNode node : directory.nodes(tier)) {
				known.add(new Known(tier, node, null));
			}
			return known;
		}
		catch (NodeUnreachableException ex) {
			return List.of(new Known(tier, null, ex));
		}
	}

	private TierVisit.Attempt attempt(Known known) {
		TierNode node = known.node();
		NodeUnreachableException problem = known.problem();
		if (node == null && problem != null) {
			return TierVisit.Attempt.failed("the " + known.tier().name() + " tier's address", problem);
		}
		return TierVisit.Attempt.on(known.tier(), Objects.requireNonNull(node), this.connections, this.at);
	}

	private TierVisit visit(RedisTier tier, List<Known> known, List<TierVisit.Attempt> attempts) {
		List<TierVisit.Attempt> ofTier = new ArrayList<>();
		for (int i = 0; i < known.size(); i++) {
			if (known.get(i).tier() == tier) {
				ofTier.add(attempts.get(i));
			}
		}
		TierVisit visit = new TierVisit(tier, mode(tier), ofTier);
		List<LiveServer> reached = visit.reached();
		for (LiveServer server : reached) {
			server.joinTier(List.copyOf(reached));
		}
		return visit;
	}

	/**
	 * Judges what was reached.
	 */
	GuardReport judge(List<ServerCheck> serverChecks, List<TiersCheck> tiersChecks, Histories histories) {
		Judge judge = new Judge(this.settings);
		List<InspectedTier> inspected = new ArrayList<>();
		List<TierReport> reports = new ArrayList<>();
		for (TierVisit visit : this.visits) {
			histories.take(visit, this.at);
			inspected.add(visit.inspected());
			reports.add(visit.report());
		}
		List<Finding> findings = new ArrayList<>(judge.compare(tiersChecks, inspected));
		List<LiveServer> servers = new ArrayList<>();
		for (TierVisit visit : this.visits) {
			if (!isCacheOnStore(visit.tier(), findings)) {
				servers.addAll(visit.reached());
			}
		}
		all(servers, (server) -> judge.judge(serverChecks, server)).forEach(findings::addAll);
		return new GuardReport(this.at, reports, findings);
	}

	/**
	 * A cache on the store's server is not judged: what would mend the one would ruin the
	 * other, and the cache is to get a server of its own anyway.
	 */
	private static boolean isCacheOnStore(RedisTier tier, List<Finding> findings) {
		for (Finding finding : findings) {
			if (finding.id().equals(SameServerCheck.ID) && finding.verdict() == Verdict.WRONG
					&& finding.tiers().contains(tier.name())) {
				return tier.role() == TierRole.CACHE;
			}
		}
		return false;
	}

	private GuardMode mode(RedisTier tier) {
		return this.settings.mode().apply(tier);
	}

	private <S, T> List<T> all(List<S> subjects, Function<S, T> task) {
		if (subjects.size() == 1) {
			return List.of(task.apply(subjects.get(0)));
		}
		List<CompletableFuture<T>> running = new ArrayList<>();
		for (S subject : subjects) {
			running.add(CompletableFuture.supplyAsync(() -> task.apply(subject), this.executor));
		}
		List<T> done = new ArrayList<>();
		for (CompletableFuture<T> result : running) {
			done.add(result.join());
		}
		return done;
	}

	/**
	 * Begins to close the connections that are not kept. Those of tiers that were not
	 * looked at stay.
	 */
	@Override
	public void close() {
		Set<String> tiers = new HashSet<>();
		for (TierVisit visit : this.visits) {
			tiers.add(visit.tier().name());
		}
		this.connections.release(tiers).forEach(this.executor::execute);
		for (TierVisit visit : this.visits) {
			for (LiveServer server : visit.reached()) {
				if (!server.giveBack()) {
					this.executor.execute(server::close);
				}
			}
		}
		this.executor.shutdown();
	}

	/**
	 * Waits until all connections are closed, each of which has a time limit of its own.
	 */
	void awaitClosed() {
		try {
			this.executor.awaitTermination(1, TimeUnit.MINUTES);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * A server, or why a tier's servers are not known.
	 */
	private record Known(RedisTier tier, @Nullable TierNode node, @Nullable NodeUnreachableException problem) {

	}

}
