package io.github.redistiers.guard;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.NodeUnreachableException;
import io.github.redistiers.connection.NodeUnreachableException.Kind;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierNodes;
import io.github.redistiers.connection.TierReconnects;
import io.github.redistiers.connection.TierTimeouts;
import io.github.redistiers.connection.TierTopology;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks every server of every tier what it is, and judges it against its role. It never
 * changes a server. Thread-safe.
 *
 * @since 0.1.0
 */
public final class Guard implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Guard.class);

	private static final Duration PAUSE = Duration.ofMillis(500);

	private final List<RedisTier> tiers;

	private final List<ServerCheck> serverChecks;

	private final List<TiersCheck> tiersChecks;

	private final GuardSettings settings;

	private final NodeDirectory directory;

	private final Clock clock;

	private final CountDownLatch closed = new CountDownLatch(1);

	private final FollowUp followUp = new FollowUp(this::catchUp);

	/** The tiers that could not be reached at the start. */
	private final Set<String> untold = ConcurrentHashMap.newKeySet();

	private final Queue<Inspection> closing = new ConcurrentLinkedQueue<>();

	private final KeptConnections connections;

	private final Histories histories = new Histories();

	/** One look at a time: they share connections. */
	private final Lock looking = new ReentrantLock();

	private volatile GuardReport report = new GuardReport(Instant.EPOCH, List.of(), List.of());

	/**
	 * Creates a guard.
	 * @param tiers the tiers to be judged
	 * @param serverChecks the checks of single servers, in the order of the report
	 * @param tiersChecks the checks of two tiers against each other
	 * @param settings what the operator decided
	 * @see GuardChecks
	 */
	public Guard(List<RedisTier> tiers, List<ServerCheck> serverChecks, List<TiersCheck> tiersChecks,
			GuardSettings settings) {
		this(tiers, serverChecks, tiersChecks, settings, TierNodes::of, Clock.systemUTC());
	}

	Guard(List<RedisTier> tiers, List<ServerCheck> serverChecks, List<TiersCheck> tiersChecks, GuardSettings settings,
			NodeDirectory directory, Clock clock) {
		this.tiers = tiers.stream().sorted(Comparator.comparing(RedisTier::role)).toList();
		this.serverChecks = List.copyOf(serverChecks);
		this.tiersChecks = List.copyOf(tiersChecks);
		this.settings = settings;
		this.directory = directory;
		this.clock = clock;
		this.connections = new KeptConnections(clock);
	}

	/**
	 * Returns what was found the last time.
	 * @return the report; without tiers as long as nobody looked
	 */
	public GuardReport report() {
		return this.report;
	}

	/**
	 * Looks at all servers now. Takes as long as the slowest of them, at most the tiers'
	 * own time limits.
	 * @return what was found
	 */
	public GuardReport inspect() {
		try {
			return look().report();
		}
		finally {
			awaitClosed();
		}
	}

	/**
	 * Looks at all servers now, and asks again what they have refused to tell.
	 * @return what was found
	 */
	public GuardReport inspectAgain() {
		this.connections.askAgain();
		return inspect();
	}

	/**
	 * Looks at all servers, logs what was found, and lets the application start or not.
	 * Servers that cannot be reached now are looked at in the background once they can.
	 * @throws TierUnreachableException if no server of a store could be reached
	 * @throws GuardRefusalException if a server is configured against its role
	 */
	public void admit() {
		if (this.tiers.stream().allMatch((tier) -> mode(tier) == GuardMode.OFF)) {
			return;
		}
		warnAboutUnknownIds();
		Look look = look();
		long limit = System.nanoTime() + this.settings.waitLimit().toNanos();
		while (this.settings.unreachable() == UnreachablePolicy.WAIT && look.mayStillCome() && System.nanoTime() < limit
				&& !isClosedAfter(PAUSE)) {
			look = look();
		}
		if (look.missingStore() != null) {
			throw look.missingStore();
		}
		GuardReport found = look.report();
		if (!found.refusals().isEmpty()) {
			throw new GuardRefusalException(found);
		}
		ReportLog.write(found, (tier) -> true);
		this.untold.addAll(unreached(found));
		if (!this.untold.isEmpty()) {
			this.followUp.start();
		}
	}

	/**
	 * Keeps connections to the servers from one look to the next, or does so no more.
	 */
	void keepConnections(boolean keep) {
		this.connections.keep(keep);
		if (!keep) {
			this.looking.lock();
			try (Inspection last = newInspection()) {
				last.visit(List.of(), this.directory);
			}
			finally {
				this.looking.unlock();
				awaitClosed();
			}
		}
	}

	/**
	 * Has somebody hear of each connection of the judged tiers that is lost or back.
	 */
	void onReconnect(Runnable changed) {
		judgedTiers().forEach((tier) -> TierReconnects.listen(tier, changed));
	}

	/**
	 * Has somebody hear of each change of a judged tier's cluster.
	 */
	void onClusterChange(Runnable changed) {
		judgedTiers().forEach((tier) -> TierTopology.listen(tier, changed));
	}

	/**
	 * Has somebody hear of each call to a judged tier that is not answered in time.
	 */
	void onTimeout(Runnable timedOut) {
		judgedTiers().forEach((tier) -> TierTimeouts.listen(tier, timedOut));
	}

	private Stream<RedisTier> judgedTiers() {
		return this.tiers.stream().filter((tier) -> mode(tier) != GuardMode.OFF);
	}

	private void warnAboutUnknownIds() {
		if (this.settings.findings().isEmpty()) {
			return;
		}
		Set<String> ids = Stream
			.concat(this.serverChecks.stream().map(ServerCheck::id), this.tiersChecks.stream().map(TiersCheck::id))
			.collect(Collectors.toCollection(TreeSet::new));
		Set<String> uniform = ids.stream().map(GuardSettings::uniform).collect(Collectors.toSet());
		this.settings.findings()
			.keySet()
			.stream()
			.filter((id) -> !uniform.contains(GuardSettings.uniform(id)))
			.forEach((id) -> logger.warn("redis-tiers.guard.findings." + id
					+ " has no effect, since no check has that id. The ids here are: " + String.join(", ", ids)));
	}

	/**
	 * Connections may still be closing afterwards, which a start need not wait for.
	 */
	private Look look() {
		this.looking.lock();
		try (Inspection inspection = newInspection()) {
			List<TierVisit> visits = inspection.visit(this.tiers, this.directory);
			GuardReport found = inspection.judge(this.serverChecks, this.tiersChecks, this.histories);
			this.report = found;
			return new Look(found, missingStore(visits));
		}
		finally {
			this.looking.unlock();
		}
	}

	private Inspection newInspection() {
		Inspection inspection = new Inspection(this.settings, this.connections, this.clock.instant());
		this.closing.add(inspection);
		return inspection;
	}

	private void awaitClosed() {
		Inspection inspection = this.closing.poll();
		while (inspection != null) {
			inspection.awaitClosed();
			inspection = this.closing.poll();
		}
	}

	private @Nullable TierUnreachableException missingStore(List<TierVisit> visits) {
		if (this.settings.unreachable() == UnreachablePolicy.IGNORE) {
			return null;
		}
		for (TierVisit visit : visits) {
			NodeUnreachableException problem = visit.problem();
			if (problem != null && visit.tier().role() == TierRole.STORE && visit.mode() == GuardMode.ENFORCE) {
				return new TierUnreachableException(visit.tier(), problem);
			}
		}
		return null;
	}

	/**
	 * Looks again at what could not be reached, unless somebody else has done so
	 * meanwhile, and logs what was not logged at the start.
	 * @return whether everything is reached now
	 */
	private boolean catchUp() {
		Set<String> missing = unreached(this.report);
		List<RedisTier> missingTiers = this.tiers.stream().filter((tier) -> missing.contains(tier.name())).toList();
		if (!missingTiers.isEmpty() && isReachable(missingTiers)) {
			inspect();
		}
		GuardReport now = this.report;
		Set<String> reached = new HashSet<>(this.untold);
		reached.removeAll(unreached(now));
		if (!reached.isEmpty()) {
			ReportLog.write(now, reached::contains);
			this.untold.removeAll(reached);
		}
		return this.untold.isEmpty();
	}

	private boolean isReachable(List<RedisTier> missing) {
		this.looking.lock();
		try (Inspection attempt = newInspection()) {
			return attempt.visit(missing, this.directory).stream().anyMatch((visit) -> !visit.reached().isEmpty());
		}
		finally {
			this.looking.unlock();
			awaitClosed();
		}
	}

	private static Set<String> unreached(GuardReport report) {
		Set<String> names = new HashSet<>();
		for (TierReport tier : report.tiers()) {
			if (tier.mode() != GuardMode.OFF && !tier.reached()) {
				names.add(tier.name());
			}
		}
		return names;
	}

	private GuardMode mode(RedisTier tier) {
		return this.settings.mode().apply(tier);
	}

	private boolean isClosedAfter(Duration pause) {
		try {
			return this.closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return true;
		}
	}

	/**
	 * Stops looking for servers that could not be reached, and waits for the end of its
	 * connections, so that the tiers may be closed afterwards.
	 */
	@Override
	public void close() {
		this.closed.countDown();
		this.followUp.close();
		keepConnections(false);
	}

	private record Look(GuardReport report, @Nullable TierUnreachableException missingStore) {

		boolean mayStillCome() {
			return this.missingStore != null && this.missingStore.kind() != Kind.WRONG_CREDENTIALS
					&& this.missingStore.kind() != Kind.NO_REDIS && this.missingStore.kind() != Kind.SENTINEL;
		}

	}

}
