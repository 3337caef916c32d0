package io.github.redistiers.store.flag;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.RepositoryName;
import io.github.redistiers.store.flag.Features.Layout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.redistiers.store.flag.TestFlags.KEY;
import static io.github.redistiers.store.flag.TestFlags.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@EachServerGeneration
@Timeout(60)
class FlagRepositoryIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private TestFlags process;

	private Features features;

	FlagRepositoryIntegrationTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		this.process = new TestFlags(server.get());
		this.features = this.process.features();
	}

	@AfterEach
	void stop() {
		this.process.close();
	}

	@Test
	void readsDeclaredDefaultsOfAStoreThatWasReadAndHasNone() {
		assertThat(this.features.isOn(Features.NEW_CHECKOUT)).isFalse();
		assertThat(this.features.isOn(Features.NEW_CHECKOUT, "ann")).isFalse();
		assertThat(this.features.value(Features.PAGE_SIZE)).isEqualTo(20);
		assertThat(this.features.value(Features.DISCOUNT, "ann")).isEqualTo(0.5);
		assertThat(this.features.value(Features.BANNER)).isEqualTo("Welcome");
		assertThat(this.features.value(Features.LAYOUT)).isEqualTo(Layout.LIST);
		assertThat(this.features.flags()).isEmpty();
		assertThat(server.execute("DBSIZE")).as("reading writes nothing").isEqualTo(0L);
	}

	@Test
	void readsItsOwnWritesAtOnce() {
		this.features.refresh();
		for (int i = 0; i < 20; i++) {
			this.features.set(Features.PAGE_SIZE, (long) i);
			assertThat(this.features.value(Features.PAGE_SIZE)).isEqualTo(i);
			this.features.setAsync(Features.PAGE_SIZE, -1L).toCompletableFuture().join();
			assertThat(this.features.value(Features.PAGE_SIZE)).isEqualTo(-1);
		}
		this.features.percentage(Features.NEW_CHECKOUT, 100);
		assertThat(this.features.isOn(Features.NEW_CHECKOUT)).isTrue();
		this.features.percentageAsync(Features.NEW_CHECKOUT, 0).toCompletableFuture().join();
		assertThat(this.features.isOn(Features.NEW_CHECKOUT, "ann")).isFalse();
		this.features.variants(Features.LAYOUT, Map.of(Layout.GRID, 1));
		assertThat(this.features.value(Features.LAYOUT, "ann")).isEqualTo(Layout.GRID);
		this.features.variantsAsync(Features.LAYOUT, Map.of(Layout.LIST, 1)).toCompletableFuture().join();
		assertThat(this.features.value(Features.LAYOUT, "ann")).isEqualTo(Layout.LIST);
		assertThat(this.features.delete(Features.PAGE_SIZE)).isTrue();
		assertThat(this.features.delete(Features.PAGE_SIZE)).isFalse();
		assertThat(this.features.value(Features.PAGE_SIZE)).isEqualTo(20);
		assertThat(this.features.deleteAsync(Features.LAYOUT).toCompletableFuture().join()).isTrue();
		assertThat(this.features.value(Features.LAYOUT)).isEqualTo(Layout.LIST);
	}

	@Test
	void keepsReadableTextUnderTheDocumentedKey() {
		this.features.percentage(Features.NEW_CHECKOUT, 12.5);
		this.features.set(Features.PAGE_SIZE, 50L);
		Map<Layout, Integer> weights = new LinkedHashMap<>();
		weights.put(Layout.LIST, 90);
		weights.put(Layout.GRID, 10);
		this.features.variants(Features.LAYOUT, weights);
		assertThat(server.execute("HGET", KEY, "new-checkout")).isEqualTo("12.5%");
		assertThat(server.execute("HGET", KEY, "page-size")).isEqualTo("50");
		assertThat(server.execute("HGET", KEY, "layout")).isEqualTo("{\"LIST\":90,\"GRID\":10}");
		assertThat(String.valueOf(server.execute("HGET", KEY, ":id"))).hasSize(16);
		assertThat(server.execute("TTL", KEY)).isEqualTo(-1L);
		this.process.store()
			.repositories()
			.create(FlagRepository.class, new RepositoryName("switches", "checkout"))
			.set(Features.NEW_CHECKOUT, true);
		assertThat(server.execute("HGET", "shop:flag:{checkout}:switches", "new-checkout")).isEqualTo("on");
	}

	@Test
	void listsWhatNoCodeDeclares() {
		server.execute("HSET", KEY, "old flag {x}", "on");
		this.features.set(Features.BANNER, "Sale: 20% off");
		List<StoredFlag> stored = List.of(new StoredFlag("banner", "Sale: 20% off"),
				new StoredFlag("old flag {x}", "on"));
		assertThat(this.features.flags()).isEqualTo(stored);
		assertThat(this.features.flagsAsync().toCompletableFuture().join()).isEqualTo(stored);
		assertThat(this.features.delete("old flag {x}")).isTrue();
		assertThat(this.features.flags()).hasSize(1);
		for (String name : List.of("", " ", ":id", "x".repeat(1 << 20), "\ud800")) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.features.delete(name));
			assertThatIllegalArgumentException().isThrownBy(() -> this.features.deleteAsync(name));
		}
	}

	@Test
	void hearsOfWhatOthersAndOperatorsChange() {
		this.process.pushed();
		try (TestFlags other = new TestFlags(server.get())) {
			other.features().set(Features.PAGE_SIZE, 7L);
			await(() -> this.features.value(Features.PAGE_SIZE), 7L);
			server.execute("HSET", KEY, "page-size", "8", "layout", "{LIST:0, GRID:1}");
			await(() -> this.features.value(Features.PAGE_SIZE), 8L);
			await(() -> this.features.value(Features.LAYOUT, "ann"), Layout.GRID);
			server.execute("HDEL", KEY, "layout");
			await(() -> this.features.value(Features.LAYOUT, "ann"), Layout.LIST);
			other.features().delete("page-size");
			await(() -> this.features.value(Features.PAGE_SIZE), 20L);
		}
	}

	@Test
	void tellsListenersOfChangesInTheirOrder() {
		List<FlagChange> heard = new CopyOnWriteArrayList<>();
		this.features.set(Features.PAGE_SIZE, 1L);
		this.features.refresh();
		this.features.onChange((change) -> {
			throw new IllegalStateException("on purpose");
		});
		Runnable end = this.features.onChange(heard::add);
		this.features.set(Features.PAGE_SIZE, 2L);
		this.features.delete(Features.PAGE_SIZE);
		this.features.set(Features.BANNER, "x");
		List<FlagChange> all = List.of(new FlagChange("page-size", "1", "2"), new FlagChange("page-size", "2", null),
				new FlagChange("banner", null, "x"));
		await(() -> List.copyOf(heard), all);
		end.run();
		List<FlagChange> later = new CopyOnWriteArrayList<>();
		this.features.onChange(later::add);
		this.features.set(Features.BANNER, "y");
		await(() -> List.copyOf(later), List.of(new FlagChange("banner", "x", "y")));
		assertThat(heard).isEqualTo(all);
	}

	@Test
	void keepsTheLastGoodValueOfWhatCannotBeRead() {
		this.features.set(Features.PAGE_SIZE, 50L);
		this.features.set(Features.LAYOUT, Layout.GRID);
		this.features.percentage(Features.NEW_CHECKOUT, 100);
		assertThat(this.features.value(Features.PAGE_SIZE)).isEqualTo(50);
		assertThat(this.features.value(Features.LAYOUT)).isEqualTo(Layout.GRID);
		assertThat(this.features.isOn(Features.NEW_CHECKOUT)).isTrue();
		server.execute("HSET", KEY, "page-size", "on", "layout", "TABLE", "new-checkout", "125%");
		this.features.refresh();
		assertThat(this.features.value(Features.PAGE_SIZE)).isEqualTo(50);
		assertThat(this.features.value(Features.LAYOUT)).isEqualTo(Layout.GRID);
		assertThat(this.features.isOn(Features.NEW_CHECKOUT, "ann")).isTrue();
		assertThat(this.features.status().unreadable()).containsOnlyKeys("page-size", "layout", "new-checkout");
		assertThat(this.features.status().unreadable().get("new-checkout")).contains("125%", "from 0 to 100", KEY);
		try (TestFlags fresh = new TestFlags(server.get())) {
			assertUnreadable(fresh.features(), Features.PAGE_SIZE);
			assertUnreadable(fresh.features(), Features.LAYOUT);
			assertUnreadable(fresh.features(), Features.NEW_CHECKOUT);
			assertThat(fresh.features().value(Features.BANNER)).isEqualTo("Welcome");
			this.features.set(Features.PAGE_SIZE, 60L);
			fresh.features().refresh();
			assertThat(fresh.features().value(Features.PAGE_SIZE)).isEqualTo(60);
		}
		assertThat(this.features.status().unreadable()).containsOnlyKeys("layout", "new-checkout");
	}

	private static void assertUnreadable(Features features, Flag<?> flag) {
		assertThatExceptionOfType(UnreadableFlagException.class).isThrownBy(() -> features.value(flag, "ann"))
			.withMessageContaining(flag.name())
			.withMessageContaining(KEY);
		assertThat(features.valueAsync(flag).toCompletableFuture()).isCompletedExceptionally();
	}

	@Test
	void doesNotReadAFlagAsAnotherType() {
		this.features.set(Features.NEW_CHECKOUT, true);
		assertUnreadable(this.features, Flag.number("new-checkout", 1));
		assertThat(this.features.value(Flag.text("new-checkout", ""))).as("all is text").isEqualTo("on");
	}

	@Test
	void refusesWhatCannotBeReadBeforeItSends() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.features.percentage(Features.NEW_CHECKOUT, 101));
		assertThatIllegalArgumentException().isThrownBy(() -> this.features.percentageAsync(Features.NEW_CHECKOUT, -1));
		assertThatIllegalArgumentException().isThrownBy(() -> this.features.variants(Features.LAYOUT, Map.of()));
		assertThatIllegalArgumentException().isThrownBy(() -> this.features.set(Features.BANNER, "x".repeat(1 << 20)))
			.withMessageContaining("1,048,576 characters");
		assertThatIllegalArgumentException().isThrownBy(() -> this.features.set(Features.BANNER, "\ud800"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.features.set(Features.DISCOUNT, Double.NaN));
		assertThat(server.execute("DBSIZE")).isEqualTo(0L);
	}

	@Test
	void takesAnyTextAsASubject() {
		this.features.percentage(Features.NEW_CHECKOUT, 100);
		for (String subject : List.of("", " ", "{x}", "käse", "\ud800", "x".repeat(1 << 20))) {
			assertThat(this.features.isOn(Features.NEW_CHECKOUT, subject)).isTrue();
		}
		this.features.percentage(Features.NEW_CHECKOUT, 50);
		for (String subject : List.of("", " ", "{x}", "käse", "\ud800", "x".repeat(1 << 20))) {
			assertThat(this.features.isOn(Features.NEW_CHECKOUT, subject))
				.isEqualTo(this.features.isOn(Features.NEW_CHECKOUT, subject));
		}
	}

	@Test
	void leavesAloneWhatIsNoHash() {
		server.execute("SET", KEY, "text");
		assertThatExceptionOfType(NotFlagsException.class).isThrownBy(() -> this.features.set(Features.PAGE_SIZE, 1L));
		assertThatExceptionOfType(NotFlagsException.class).isThrownBy(() -> this.features.flags());
		assertThatExceptionOfType(NotFlagsException.class).isThrownBy(() -> this.features.refresh());
		assertThatExceptionOfType(NotFlagsException.class).isThrownBy(() -> this.features.restore());
		assertThatExceptionOfType(FlagsNotReadException.class)
			.isThrownBy(() -> this.features.value(Features.PAGE_SIZE));
		assertThat(server.execute("GET", KEY)).isEqualTo("text");
		server.execute("DEL", KEY);
		await(() -> this.features.status().read(), true);
		assertThat(this.features.value(Features.PAGE_SIZE)).isEqualTo(20);
	}

	@Test
	void sharesWhatItKnowsAmongRepositoriesOfOneName() {
		this.features.set(Features.PAGE_SIZE, 3L);
		FlagRepository same = this.process.store().repositories().create(FlagRepository.class, "features");
		assertThat(same.value(Features.PAGE_SIZE)).isEqualTo(3);
		same.set(Features.PAGE_SIZE, 4L);
		assertThat(this.features.value(Features.PAGE_SIZE)).isEqualTo(4);
		FlagRepository other = this.process.store().repositories().create(FlagRepository.class, "feature");
		assertThat(other.value(Features.PAGE_SIZE)).isEqualTo(20);
	}

	@Test
	void goesOnWithWhatItKnowsWhenItIsClosed() {
		this.features.set(Features.PAGE_SIZE, 3L);
		assertThat(this.features.value(Features.PAGE_SIZE)).isEqualTo(3);
		this.process.close();
		assertThat(this.features.value(Features.PAGE_SIZE)).isEqualTo(3);
	}

}
