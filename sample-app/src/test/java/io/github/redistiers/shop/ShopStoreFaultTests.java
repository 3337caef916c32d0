package io.github.redistiers.shop;

import java.util.List;
import java.util.Map;

import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.shop.Visitor.Page;
import io.github.redistiers.store.queue.QueueRepository;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A visitor comes while the store tier fails: the catalogue stays open, carts and sign-in
 * are closed in words, and no stack trace is written.
 */
@ExtendWith(OutputCaptureExtension.class)
class ShopStoreFaultTests {

	@RegisterExtension
	static final RedisServerExtension cache = RedisServerExtension.cache();

	@RegisterExtension
	static final RedisServerExtension store = RedisServerExtension.store();

	private RunningShop shop;

	@BeforeEach
	void open() {
		this.shop = RunningShop.start(Map.of("redis-tiers.cache.url", cache.address(), "redis-tiers.store.url",
				store.address(), "redis-tiers.store.timeout", "2s"));
	}

	@AfterEach
	void close() {
		this.shop.close();
	}

	@Test
	void showsTheCatalogueWhileTheStoreIsDown(CapturedOutput output) {
		Visitor visitor = this.shop.visitor();
		visitor.signIn("Ada", "assam").ok();
		String total = visitor.submit("/cart/3", Map.of()).ok().text("cart-total");
		store.get().kill();
		assertOpenWithoutTheStore(visitor);
		assertOpenWithoutTheStore(this.shop.visitor());
		assertCartsAreClosed(visitor, "does not answer");
		assertCartsAreClosed(this.shop.visitor(), "does not answer");
		assertClosed(visitor.submit("/sign-out", Map.of()), "does not answer");
		assertClosed(this.shop.visitor().signIn("Grace", "jasmine"), "does not answer");
		assertThat(output).containsOnlyOnce("Pages are shown without what the store tier holds")
			.contains("POST /cart/4 was not answered, since the store tier failed")
			.doesNotContain("\tat ");
		store.get().restart();
		Page back = Awaitility.await()
			.until(() -> visitor.open("/").ok(), (page) -> !page.body().contains("id=\"outage\""));
		assertThat(back.text("cart-total")).isEqualTo(total);
		assertThat(back.text("signed-in-as")).isEqualTo("Ada");
		assertThat(back.text("page-views")).isNotEqualTo("unknown");
		assertThat(output).containsOnlyOnce("The store tier answers again");
	}

	@Test
	void showsTheCatalogueWhileTheStoreHangs(CapturedOutput output) {
		Visitor visitor = this.shop.visitor();
		visitor.submit("/cart/3", Map.of()).ok();
		store.get().pause();
		assertOpenWithoutTheStore(visitor);
		assertCartsAreClosed(visitor, "does not answer");
		assertThat(output).doesNotContain("\tat ");
		store.get().resume();
		Awaitility.await().until(() -> visitor.open("/").ok().body().contains("id=\"cart-total\""));
	}

	@Test
	void showsCatalogueAndCartWhileTheStoreIsFull(CapturedOutput output) {
		Visitor visitor = this.shop.visitor();
		Visitor grace = this.shop.visitor();
		grace.signIn("Grace", "jasmine").ok();
		String total = visitor.submit("/cart/3", Map.of()).ok().text("cart-total");
		store.get().fillToMaxmemory();
		Page page = visitor.open("/products/3").ok();
		assertThat(page.text("outage")).startsWith("The store tier is full");
		assertThat(page.text("cart-total")).isEqualTo(total);
		assertThat(page.text("page-views")).isEqualTo("unknown");
		assertThat(page.text("home-views")).isEqualTo("2");
		assertThat(this.shop.visitor().open("/").ok().text("outage")).startsWith("The store tier is full");
		assertCartsAreClosed(visitor, "is full");
		assertCartsAreClosed(this.shop.visitor(), "is full");
		assertClosed(visitor.signIn("Ada", "assam"), "is full");
		assertThat(visitor.open("/").ok().text("cart-total")).isEqualTo(total);
		assertThat(grace.open("/").ok().text("signed-in-as")).isEqualTo("Grace");
		assertThat(grace.submit("/sign-out", Map.of()).ok().text("sign-in-closed")).startsWith("Sign-in is closed");
		assertThat(output).doesNotContain("\tat ");
		store.get().makeSpace();
		assertThat(visitor.submit("/cart/3", Map.of()).ok().body()).contains("2 × ").doesNotContain("id=\"outage\"");
	}

	@Test
	void writesDownWhatWasPlacedBeforeTheStoreWasKilled(CapturedOutput output) {
		// so that what was answered is on disk
		store.execute("CONFIG", "SET", "appendfsync", "always");
		Visitor visitor = place();
		store.get().kill();
		Page down = visitor.open("/").ok();
		assertThat(down.text("orders-unseen")).startsWith("How many are still on their way is unknown");
		assertThat(down.text("orders-written")).isEqualTo("0");
		assertThat(down.body()).doesNotContain("orders-waiting");
		store.get().restart();
		Page back = Awaitility.await()
			.until(() -> visitor.open("/").ok(), (page) -> !page.body().contains("id=\"outage\""));
		assertThat(back.orders()).containsExactly("1", "0", "0", "0");
		assertThat(back.body()).contains("1 tin held for you until");
		this.shop.bean(QueueRepository.class).resume();
		awaitWritten(visitor);
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void writesDownWhatWasPlacedBeforeTheStoreWasFull(CapturedOutput output) {
		Visitor visitor = place();
		store.get().fillToMaxmemory();
		Page full = visitor.open("/").ok();
		assertThat(full.text("outage")).startsWith("The store tier is full");
		assertThat(full.orders()).containsExactly("1", "0", "0", "0");
		this.shop.bean(QueueRepository.class).resume();
		awaitWritten(visitor);
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void placesNothingWhileTheStoreIsFull() {
		Visitor visitor = this.shop.visitor();
		visitor.open("/products/3").ok();
		visitor.submit("/cart/3", Map.of()).ok();
		store.get().fillToMaxmemory();
		Page closed = visitor.submit("/cart/checkout", Map.of());
		assertClosed(closed, "is full");
		assertThat(closed.body()).contains("Your last click has changed nothing.");
		assertThat(visitor.open("/").ok().orders()).containsExactly("0", "0", "0", "0");
		store.get().makeSpace();
		assertThat(visitor.open("/products/3").ok().text("available")).isEqualTo("24 in stock");
		assertThat(visitor.submit("/cart/checkout", Map.of()).ok().body()).contains("1 tin held for you until");
		awaitWritten(visitor);
	}

	/**
	 * Somebody whose order waits, since the queue is paused.
	 */
	private Visitor place() {
		Visitor visitor = this.shop.visitor();
		visitor.submit("/cart/3", Map.of()).ok();
		this.shop.bean(QueueRepository.class).pause();
		assertThat(visitor.submit("/cart/checkout", Map.of()).ok().orders()).containsExactly("1", "0", "0", "0");
		return visitor;
	}

	private static void awaitWritten(Visitor visitor) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(visitor.open("/").ok().orders()).containsExactly("0", "0", "0", "1"));
	}

	@Test
	void changesAPriceWhileTheStoreIsDown() {
		Visitor visitor = this.shop.visitor();
		visitor.submit("/cart/3", Map.of()).ok();
		store.get().kill();
		Page changed = visitor.submit("/products/3/price", Map.of("price", "43.21")).ok();
		assertThat(changed.text("price")).isEqualTo("€ 43.21");
	}

	private static void assertOpenWithoutTheStore(Visitor visitor) {
		for (String path : List.of("/", "/products/3")) {
			Page page = visitor.open(path).ok();
			assertThat(page.text("outage")).as(path).startsWith("The store tier does not answer");
			assertThat(page.text("page-views")).as(path).isEqualTo("unknown");
			assertThat(page.text("sign-in-closed")).as(path).isEqualTo("Sign-in is closed for a moment");
			assertThat(page.body()).as(path)
				.contains("€ ")
				.doesNotContain("cart-total", "id=\"signed-in-as\"", "id=\"to-sign-in\"");
		}
		assertThat(visitor.open("/sign-in").ok().body()).contains("Your cart comes with you");
		assertThat(visitor.open("/shop.css").ok().body()).contains(".outage");
		assertThat(visitor.open("/nowhere").status()).isEqualTo(404);
	}

	private static void assertCartsAreClosed(Visitor visitor, String words) {
		assertClosed(visitor.submit("/cart/4", Map.of()), words);
	}

	private static void assertClosed(Page page, String words) {
		assertThat(page.status()).as(page.body()).isEqualTo(503);
		assertThat(page.text("sentence")).startsWith("The store tier " + words);
	}

}
