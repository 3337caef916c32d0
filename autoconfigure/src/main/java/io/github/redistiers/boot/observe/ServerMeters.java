package io.github.redistiers.boot.observe;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.github.redistiers.guard.Finding;
import io.github.redistiers.guard.GuardListener;
import io.github.redistiers.guard.GuardReport;
import io.github.redistiers.guard.ServerInfo;
import io.github.redistiers.guard.ServerReport;
import io.github.redistiers.guard.TierReport;
import io.github.redistiers.guard.Verdict;
import io.github.redistiers.guard.VerdictChange;
import io.github.redistiers.observe.TierMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * The meters of servers and of findings. They show what the guard was told when it looked
 * the last time: a scrape asks no server. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ServerMeters implements MeterBinder, GuardListener {

	private final Supplier<GuardReport> report;

	private final Clock clock;

	/**
	 * More than one where an application has several and none that combines them.
	 */
	private final Map<MeterRegistry, Registered> registered = new HashMap<>();

	private volatile Map<Tags, ServerReport> servers = Map.of();

	private volatile Map<Tags, Finding> findings = Map.of();

	/**
	 * Meters.
	 * @param report what the guard has found the last time
	 * @param clock the time
	 */
	public ServerMeters(Supplier<GuardReport> report, Clock clock) {
		this.report = report;
		this.clock = clock;
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		this.registered.putIfAbsent(registry, new Registered(new HashMap<>(), new HashMap<>()));
		looked(this.report.get());
	}

	@Override
	public synchronized void changed(VerdictChange change) {
		Finding finding = change.after();
		this.registered.forEach((registry, meters) -> {
			Counter counter = Counter.builder(TierMeter.CHANGES.meterName())
				.description(TierMeter.CHANGES.description())
				.tags(tags(finding))
				.tag("verdict", finding.verdict().name().toLowerCase(Locale.ROOT))
				.register(registry);
			counter.increment();
			meters.changes().put(counter, finding);
		});
	}

	@Override
	public synchronized void looked(GuardReport report) {
		Map<Tags, ServerReport> servers = new HashMap<>();
		for (TierReport tier : report.tiers()) {
			for (ServerReport server : tier.servers()) {
				servers.put(Tags.of("tier", tier.name(), "node", server.address()), server);
			}
		}
		Map<Tags, Finding> findings = new HashMap<>();
		report.findings().forEach((finding) -> findings.put(tags(finding), finding));
		this.servers = servers;
		this.findings = findings;
		this.registered.forEach((registry, meters) -> {
			forget(registry, meters, report);
			servers.keySet().forEach((tags) -> meters.shown().computeIfAbsent(tags, (key) -> register(registry, key)));
			findings.keySet()
				.forEach((tags) -> meters.shown()
					.computeIfAbsent(tags,
							(key) -> List.of(Gauge.builder(TierMeter.VERDICT.meterName(), () -> verdict(key))
								.description(TierMeter.VERDICT.description())
								.tags(key)
								.register(registry))));
		});
	}

	private void forget(MeterRegistry registry, Registered meters, GuardReport report) {
		meters.shown().entrySet().removeIf((entry) -> {
			boolean isGone = !this.servers.containsKey(entry.getKey()) && !this.findings.containsKey(entry.getKey());
			if (isGone) {
				entry.getValue().forEach(registry::remove);
			}
			return isGone;
		});
		meters.changes().entrySet().removeIf((entry) -> {
			boolean isGone = isGone(entry.getValue(), report);
			if (isGone) {
				registry.remove(entry.getKey());
			}
			return isGone;
		});
	}

	/**
	 * A finding about a server that is away is in no report, but may be again: what was
	 * counted of it stays. So it does while nobody knows which servers a tier has.
	 */
	private static boolean isGone(Finding finding, GuardReport report) {
		Set<String> known = new HashSet<>();
		for (TierReport tier : report.tiers()) {
			if (finding.tiers().contains(tier.name())) {
				if (!tier.reached()) {
					return false;
				}
				tier.servers().forEach((server) -> known.add(server.address()));
			}
		}
		return !known.containsAll(finding.servers());
	}

	private static Tags tags(Finding finding) {
		return Tags.of("tier", String.join("+", finding.tiers()), "node", String.join("+", finding.servers()),
				"finding", finding.id());
	}

	private @Nullable Number verdict(Tags tags) {
		Finding finding = this.findings.get(tags);
		return (finding == null) ? null
				: (finding.verdict() == Verdict.OK) ? 1 : (finding.verdict() == Verdict.WRONG) ? -1 : 0;
	}

	private List<Meter> register(MeterRegistry known, Tags server) {
		List<Meter> made = new ArrayList<>();
		made.add(Gauge.builder(TierMeter.SERVER_REACHED.meterName(), () -> reached(server))
			.description(TierMeter.SERVER_REACHED.description())
			.tags(server)
			.register(known));
		made.add(gauge(known, TierMeter.MEMORY_USED, server, field("used_memory")));
		made.add(gauge(known, TierMeter.MEMORY_MAX, server, field("maxmemory")));
		made.add(gauge(known, TierMeter.MEMORY_HEADROOM, server, ServerMeters::headroom));
		made.add(counter(known, TierMeter.KEYS_EVICTED, server, field("evicted_keys")));
		made.add(counter(known, TierMeter.KEYS_EXPIRED, server, field("expired_keys")));
		made.add(counter(known, TierMeter.LOOKUPS, server, Tags.of("result", "hit"), field("keyspace_hits")));
		made.add(counter(known, TierMeter.LOOKUPS, server, Tags.of("result", "miss"), field("keyspace_misses")));
		made.add(gauge(known, TierMeter.CLIENTS, server, field("connected_clients")));
		made.add(gauge(known, TierMeter.CLIENTS_MAX, server, field("maxclients")));
		made.add(counter(known, TierMeter.CLIENTS_REJECTED, server, field("rejected_connections")));
		made.add(gauge(known, TierMeter.FSYNC_PENDING, server, field("aof_pending_bio_fsync")));
		made.add(counter(known, TierMeter.FSYNC_DELAYED, server, field("aof_delayed_fsync")));
		made.add(gauge(known, TierMeter.REPLICAS, server, field("connected_slaves")));
		made.add(gauge(known, TierMeter.REPLICATION_BEHIND, server, ServerInfo::replicationBytesBehind));
		made.add(gauge(known, TierMeter.REPLICATION_SILENCE, server, ServerInfo::replicationSecondsSilent));
		made.add(gauge(known, TierMeter.SNAPSHOT_AGE, server,
				(info) -> Math.max(0, this.clock.instant().getEpochSecond() - info.numberOrNaN("rdb_last_save_time"))));
		made.add(gauge(known, TierMeter.SNAPSHOT_CHANGES, server, field("rdb_changes_since_last_save")));
		made.add(gauge(known, TierMeter.PERSISTENCE, server, Tags.of("attempt", "aof"),
				status("aof_last_write_status")));
		made.add(gauge(known, TierMeter.PERSISTENCE, server, Tags.of("attempt", "rewrite"),
				status("aof_last_bgrewrite_status")));
		made.add(gauge(known, TierMeter.PERSISTENCE, server, Tags.of("attempt", "snapshot"),
				status("rdb_last_bgsave_status")));
		return made;
	}

	private Number reached(Tags server) {
		ServerReport known = this.servers.get(server);
		return (known != null && known.reached()) ? 1 : 0;
	}

	private Meter gauge(MeterRegistry known, TierMeter meter, Tags server, ToDoubleFunction<ServerInfo> number) {
		return gauge(known, meter, server, Tags.empty(), number);
	}

	private Meter gauge(MeterRegistry known, TierMeter meter, Tags server, Tags further,
			ToDoubleFunction<ServerInfo> number) {
		return Gauge.builder(meter.meterName(), () -> read(server, number))
			.description(meter.description())
			.baseUnit(unit(meter))
			.tags(server.and(further))
			.register(known);
	}

	private Meter counter(MeterRegistry known, TierMeter meter, Tags server, ToDoubleFunction<ServerInfo> number) {
		return counter(known, meter, server, Tags.empty(), number);
	}

	/**
	 * A server's own counters, which begin anew when it starts.
	 */
	private Meter counter(MeterRegistry known, TierMeter meter, Tags server, Tags further,
			ToDoubleFunction<ServerInfo> number) {
		return FunctionCounter.builder(meter.meterName(), this, (meters) -> meters.read(server, number))
			.description(meter.description())
			.baseUnit(unit(meter))
			.tags(server.and(further))
			.register(known);
	}

	private static @Nullable String unit(TierMeter meter) {
		return meter.unit().baseUnit().isEmpty() ? null : meter.unit().baseUnit();
	}

	private double read(Tags server, ToDoubleFunction<ServerInfo> number) {
		ServerReport known = this.servers.get(server);
		ServerInfo info = (known != null) ? known.info() : null;
		return (info != null) ? number.applyAsDouble(info) : Double.NaN;
	}

	private static ToDoubleFunction<ServerInfo> field(String name) {
		return (info) -> info.numberOrNaN(name);
	}

	private static ToDoubleFunction<ServerInfo> status(String name) {
		return (info) -> {
			String status = info.find(name);
			return (status == null || status.isEmpty()) ? Double.NaN : status.equals("ok") ? 1 : 0;
		};
	}

	private static double headroom(ServerInfo info) {
		double limit = info.numberOrNaN("maxmemory");
		return (limit > 0) ? Math.max(0, 1 - info.countedMemory() / limit) : Double.NaN;
	}

	/**
	 * What is in one registry.
	 *
	 * @param shown the meters that show the last report, by the server or finding
	 * @param changes the counters of changes, with what they are about
	 */
	private record Registered(Map<Tags, List<Meter>> shown, Map<Meter, Finding> changes) {

	}

}
