package io.github.redistiers.benchmarks;

import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.store.flag.Flag;
import io.github.redistiers.store.flag.FlagRepository;
import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Reads of flags, as an application's code makes them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FlagBenchmark {

	private static final Flag<Boolean> ON = Flag.onOff("on", false);

	private static final Flag<Boolean> SHARED = Flag.onOff("shared", false);

	private static final Flag<Long> NUMBER = Flag.number("number", 1);

	private static final int OTHERS = 100;

	private static final int SUBJECTS = 1024;

	private final String[] names = new String[SUBJECTS];

	private final String[] uuids = new String[SUBJECTS];

	private volatile boolean field = true;

	private int next;

	private @Nullable RedisServer server;

	private @Nullable TiersStore store;

	@SuppressWarnings("NullAway.Init")
	private FlagRepository flags;

	@Setup
	public void write() {
		RedisServer started = RedisServer.builder().preset(ServerPreset.STORE).start();
		this.server = started;
		TiersStore tiers = new TiersStore(RedisURI.create(started.address()));
		this.store = tiers;
		this.flags = tiers.repository(FlagRepository.class, "features");
		this.flags.set(ON, true);
		this.flags.percentage(SHARED, 25);
		this.flags.set(NUMBER, 20L);
		for (int i = 0; i < OTHERS; i++) {
			Flag<Boolean> other = Flag.onOff("other-" + i, false);
			this.flags.set(other, true);
			this.flags.isOn(other);
		}
		for (int i = 0; i < SUBJECTS; i++) {
			this.names[i] = "customer-" + (1000 + i);
			this.uuids[i] = UUID.nameUUIDFromBytes(new byte[] { (byte) i, (byte) (i >> 8) }).toString();
		}
	}

	@Benchmark
	public boolean field() {
		return this.field;
	}

	@Benchmark
	public boolean isOn() {
		return this.flags.isOn(ON);
	}

	@Benchmark
	public Long value() {
		return this.flags.value(NUMBER);
	}

	@Benchmark
	public boolean isOnForAName() {
		return this.flags.isOn(SHARED, this.names[this.next++ & SUBJECTS - 1]);
	}

	@Benchmark
	public boolean isOnForAUuid() {
		return this.flags.isOn(SHARED, this.uuids[this.next++ & SUBJECTS - 1]);
	}

	@TearDown
	public void close() {
		if (this.store != null) {
			this.store.close();
		}
		if (this.server != null) {
			this.server.close();
		}
	}

}
