package io.github.redistiers.guard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.NodeUnreachableException;
import io.github.redistiers.connection.RedisTier;

/**
 * One look at all tiers: every server on one connection of its own, all at the same time.
 * A start waits for the first look while hardly any class of it is loaded, hence the
 * loops: each stream would cost it some milliseconds.
 */
final class Inspection implements AutoCloseable {

	private final GuardSettings settings;

	private final ExecutorService executor = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "redis-tiers-guard");
		thread.setDaemon(true);
		return thread;
	});

	private List<TierVisit> visits = List.of();

	Inspection(GuardSettings settings) {
		this.settings = settings;
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
		this.visits = all(judged, (tier) -> visit(tier, directory));
		return this.visits;
	}

	private TierVisit visit(RedisTier tier, NodeDirectory directory) {
		List<TierVisit.Attempt> attempts;
		try {
			attempts = all(directory.nodes(tier), (node) -> TierVisit.Attempt.on(tier, node));
		}
		catch (NodeUnreachableException ex) {
			attempts = List.of(TierVisit.Attempt.failed("the " + tier.name() + " tier's address", ex));
		}
		TierVisit visit = new TierVisit(tier, mode(tier), attempts);
		List<LiveServer> reached = visit.reached();
		for (LiveServer server : reached) {
			server.joinTier(List.copyOf(reached));
		}
		return visit;
	}

	/**
	 * Judges what was reached.
	 */
	GuardReport judge(List<ServerCheck> serverChecks, List<TiersCheck> tiersChecks, Instant at) {
		Judge judge = new Judge(this.settings);
		List<InspectedTier> inspected = new ArrayList<>();
		List<TierReport> reports = new ArrayList<>();
		for (TierVisit visit : this.visits) {
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
		return new GuardReport(at, reports, findings);
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
	 * Begins to close all connections.
	 */
	@Override
	public void close() {
		for (TierVisit visit : this.visits) {
			for (LiveServer server : visit.reached()) {
				this.executor.execute(server::close);
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

}
