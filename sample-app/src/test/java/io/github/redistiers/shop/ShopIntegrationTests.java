package io.github.redistiers.shop;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.shop.Visitor.Page;
import io.github.redistiers.shop.catalogue.ProductCatalogue;
import io.github.redistiers.shop.features.ShopFeatures;
import io.github.redistiers.shop.views.PageViews;
import io.github.redistiers.store.queue.QueueRepository;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A visitor clicks through the shop.
 */
class ShopIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension cache = RedisServerExtension.cache();

	@RegisterExtension
	static final RedisServerExtension store = RedisServerExtension.store();

	private RunningShop shop;

	@BeforeEach
	void open() {
		this.shop = RunningShop.start(cache.get(), store.get());
	}

	@AfterEach
	void close() {
		this.shop.close();
	}

	@Test
	void showsFiveThousandProductsTwelveAtATime() {
		Page page = this.shop.visitor().open("/").ok();
		assertThat(page.body()).contains("5000 products", "page 1 of 417");
		assertThat(page.body().split("class=\"card\"")).hasSize(13);
	}

	@Test
	void showsTheTeasOfOneOrigin() {
		Page page = this.shop.visitor().open("/?origin=Nuwara%20Eliya&page=17").ok();
		assertThat(page.body()).contains("Teas from Nuwara Eliya", "200 products", "page 17 of 17");
	}

	@Test
	void showsTheNearestPageWhenAskedForOneThatIsNotThere() {
		assertThat(this.shop.visitor().open("/?page=-3").ok().body()).contains("page 1 of 417");
		assertThat(this.shop.visitor().open("/?page=100000").ok().body()).contains("page 417 of 417");
	}

	@Test
	void answersTheSecondReadFromTheCacheTier() {
		Visitor visitor = this.shop.visitor();
		assertThat(visitor.open("/products/7").ok().text("read-from")).isEqualTo("from the database");
		Page second = visitor.open("/products/7").ok();
		assertThat(second.text("read-from")).isEqualTo("from the cache");
		assertThat(keys(cache)).anyMatch((key) -> key.startsWith("shop:cache:products:"));
		assertThat(keys(store)).noneMatch((key) -> key.contains("products:"));
	}

	@Test
	void givesEveryCopyAnExpiry() {
		this.shop.visitor().open("/products/7").ok();
		assertThat(keys(cache)).isNotEmpty()
			.allSatisfy((key) -> assertThat((Long) cache.execute("PTTL", key)).as(key).isPositive());
	}

	@Test
	void showsANewPriceAtOnce() {
		Visitor visitor = this.shop.visitor();
		visitor.open("/").ok();
		visitor.open("/products/1").ok();
		Page changed = visitor.submit("/products/1/price", Map.of("price", "4321.99")).ok();
		assertThat(changed.text("price")).isEqualTo("€ 4321.99");
		assertThat(visitor.open("/").ok().body()).contains("€ 4321.99");
	}

	@Test
	void refusesAPriceThatIsNone() {
		Visitor visitor = this.shop.visitor();
		assertThat(visitor.submit("/products/1/price", Map.of("price", "-1")).status()).isEqualTo(400);
		assertThat(visitor.submit("/products/1/price", Map.of("price", "1.999")).status()).isEqualTo(400);
		assertThat(visitor.submit("/products/1/price", Map.of("price", "cheap")).status()).isEqualTo(400);
		assertThat(visitor.submit("/products/999999/price", Map.of("price", "1.99")).status()).isEqualTo(404);
	}

	@Test
	void saysNotFoundForAProductThatIsNotSold() {
		Page page = this.shop.visitor().open("/products/999999");
		assertThat(page.status()).isEqualTo(404);
		assertThat(page.text("sentence")).isEqualTo("There is no such page or product here.");
		assertThat(this.shop.visitor().submit("/cart/999999", Map.of()).status()).isEqualTo(404);
	}

	@Test
	void keepsOneCartPerVisitor() {
		Visitor first = this.shop.visitor();
		Visitor second = this.shop.visitor();
		assertThat(first.submit("/cart/3", Map.of()).ok().body()).contains("1 × ");
		assertThat(first.submit("/cart/3", Map.of()).ok().body()).contains("2 × ");
		assertThat(second.open("/").ok().body()).contains("Nothing in it yet");
		assertThat(first.submit("/cart/3/remove", Map.of()).ok().body()).contains("Nothing in it yet");
	}

	@Test
	void holdsTheStockOfACartThatChecksOut() {
		Visitor first = this.shop.visitor();
		Visitor second = this.shop.visitor();
		assertThat(second.open("/products/5").ok().text("available")).isEqualTo("24 in stock");
		for (int tin = 0; tin < 20; tin++) {
			first.submit("/cart/5", Map.of()).ok();
			second.submit("/cart/5", Map.of()).ok();
		}
		assertThat(first.submit("/cart/checkout", Map.of()).ok().body()).contains("20 tins held for you until");
		Page soldOut = second.submit("/cart/checkout", Map.of()).ok();
		assertThat(soldOut.text("sold-out")).startsWith("There are not as many left");
		assertThat(soldOut.text("available")).isEqualTo("4 in stock");
		assertThat(soldOut.body()).contains("20 × ");
		assertThat(first.submit("/cart/cancel", Map.of()).ok().body()).doesNotContain("held for you");
		assertThat(second.submit("/cart/checkout", Map.of()).ok().body()).contains("20 tins held for you until");
		assertThat(second.submit("/cart/pay", Map.of()).ok().body()).contains("20 tins paid for");
		assertThat(second.submit("/cart/pay", Map.of()).ok().body()).contains("20 tins paid for");
		assertThat(second.submit("/cart/cancel", Map.of()).ok().body()).contains("20 tins paid for");
		assertThat(first.open("/products/5").ok().text("available")).isEqualTo("4 in stock");
	}

	@Test
	void sellsNothingWhoseHoldIsOver() {
		Visitor visitor = this.shop.visitor();
		visitor.submit("/cart/5", Map.of()).ok();
		visitor.submit("/cart/checkout", Map.of()).ok();
		// as if the ten minutes were over
		keys(store).stream()
			.filter((key) -> key.startsWith("shop:reservation"))
			.forEach((key) -> store.execute("DEL", key));
		assertThat(visitor.submit("/cart/pay", Map.of()).ok().body())
			.contains("The time to pay was up: 1 tin went back on the shelf.");
	}

	@Test
	void writesWhatIsCheckedOutToTheDatabase() {
		Visitor visitor = this.shop.visitor();
		assertThat(visitor.open("/").ok().orders()).containsExactly("0", "0", "0", "0");
		visitor.submit("/cart/5", Map.of()).ok();
		visitor.submit("/cart/5", Map.of()).ok();
		visitor.submit("/cart/8", Map.of()).ok();
		jobs().pause();
		assertThat(visitor.submit("/cart/checkout", Map.of()).ok().orders()).containsExactly("1", "0", "0", "0");
		assertThat(rows()).isEmpty();
		jobs().resume();
		awaitOrders(visitor, "0", "0", "0", "1");
		assertThat(rows()).containsExactly("2 of 5", "1 of 8");
	}

	@Test
	void writesNothingOfWhatIsSoldOut() {
		Visitor visitor = this.shop.visitor();
		for (int tin = 0; tin < 25; tin++) {
			visitor.submit("/cart/5", Map.of()).ok();
		}
		visitor.submit("/cart/8", Map.of()).ok();
		// so that nothing could be written before the page is looked at
		jobs().pause();
		Page soldOut = visitor.submit("/cart/checkout", Map.of()).ok();
		assertThat(soldOut.text("sold-out")).startsWith("There are not as many left");
		assertThat(soldOut.orders()).containsExactly("0", "0", "0", "0");
		assertThat(keys(store)).noneMatch((key) -> key.startsWith("shop:state:"));
		assertThat(visitor.open("/products/8").ok().text("available")).isEqualTo("24 in stock");
		jobs().resume();
		visitor.submit("/cart/5/remove", Map.of()).ok();
		visitor.submit("/cart/checkout", Map.of()).ok();
		awaitOrders(visitor, "0", "0", "0", "1");
		assertThat(rows()).containsExactly("1 of 8");
	}

	@Test
	void writesAnOrderOnceWhoseJobIsHandledTwice() {
		Visitor visitor = this.shop.visitor();
		visitor.submit("/cart/5", Map.of()).ok();
		visitor.submit("/cart/8", Map.of()).ok();
		jobs().pause();
		visitor.submit("/cart/checkout", Map.of()).ok();
		String order = keys(store).stream()
			.filter((key) -> key.startsWith("shop:state:"))
			.map((key) -> key.substring(key.lastIndexOf(':') + 1))
			.findFirst()
			.orElseThrow();
		jobs().enqueue(Objects.requireNonNull(jobs().find(order).orElseThrow().payload()));
		assertThat(visitor.open("/").ok().orders()).containsExactly("2", "0", "0", "0");
		jobs().resume();
		awaitOrders(visitor, "0", "0", "0", "1");
		assertThat(rows()).containsExactly("1 of 5", "1 of 8");
	}

	@Test
	void keepsAnOrderForADatabaseThatIsAway() {
		sql("alter table order_line rename to order_line_away");
		Visitor visitor = this.shop.visitor();
		assertThat(visitor.submit("/cart/5", Map.of()).ok().text("orders-written")).isEqualTo("unknown");
		visitor.submit("/cart/checkout", Map.of()).ok();
		Awaitility.await().until(() -> jobs().status().delayed() == 1);
		sql("alter table order_line_away rename to order_line");
		awaitOrders(visitor, "0", "0", "0", "1");
	}

	@Test
	void showsThatAnOrderIsDeadWhichTheDatabaseRefuses() {
		sql("alter table order_line add constraint bulk check (quantity > 9)");
		Visitor visitor = this.shop.visitor();
		visitor.submit("/cart/5", Map.of()).ok();
		visitor.submit("/cart/checkout", Map.of()).ok();
		awaitOrders(visitor, "0", "0", "1", "0");
		sql("alter table order_line drop constraint bulk");
		jobs().deadLetters().retryAll();
		awaitOrders(visitor, "0", "0", "0", "1");
	}

	private static void awaitOrders(Visitor visitor, String... figures) {
		Awaitility.await().untilAsserted(() -> assertThat(visitor.open("/").ok().orders()).containsExactly(figures));
	}

	@SuppressWarnings("unchecked")
	private QueueRepository<Object> jobs() {
		return this.shop.bean(QueueRepository.class);
	}

	private List<@Nullable String> rows() {
		return this.shop.bean(JdbcClient.class)
			.sql("select quantity || ' of ' || product from order_line order by product")
			.query(String.class)
			.list();
	}

	private void sql(String statement) {
		this.shop.bean(JdbcClient.class).sql(statement).update();
	}

	@Test
	void advisesAPercentageOfTheVisitors() {
		List<Visitor> visitors = Stream.generate(this.shop::visitor).limit(40).toList();
		assertThat(advised(visitors)).isEmpty();
		assertThat(visitors.get(0).submit("/features/brewing-advice", Map.of("percentage", "120", "product", "5")))
			.extracting(Page::status)
			.isEqualTo(400);
		advise(visitors.get(0), 50);
		List<Visitor> half = advised(visitors);
		assertThat(half).hasSizeBetween(5, 35);
		assertThat(advised(visitors)).isEqualTo(half);
		advise(visitors.get(0), 80);
		assertThat(advised(visitors)).containsAll(half);
		store.get().pause();
		assertThat(this.shop.bean(ShopFeatures.class).isOn(ShopFeatures.BREWING_ADVICE, half.get(0).cookie("visitor")))
			.isTrue();
		store.get().resume();
		advise(visitors.get(0), 100);
		assertThat(advised(visitors)).isEqualTo(visitors);
	}

	private static void advise(Visitor shopkeeper, int percentage) {
		shopkeeper.submit("/features/brewing-advice", Map.of("percentage", String.valueOf(percentage), "product", "5"))
			.ok();
	}

	private static List<Visitor> advised(List<Visitor> visitors) {
		return visitors.stream()
			.filter((visitor) -> visitor.open("/products/5").ok().body().contains("How to brew it"))
			.toList();
	}

	@Test
	void countsEveryView() {
		Visitor visitor = this.shop.visitor();
		for (int view = 1; view <= 5; view++) {
			assertThat(visitor.open("/").ok().text("page-views")).isEqualTo(String.valueOf(view));
		}
		assertThat(this.shop.bean(PageViews.class).value("home")).isEqualTo(5);
		assertThat(store.execute("GET", "shop:counter:page-views:home")).isEqualTo("5");
	}

	@Test
	void sellsOnWhileTheCacheIsGone() {
		Visitor visitor = this.shop.visitor();
		visitor.open("/products/7").ok();
		cache.get().kill();
		assertThat(visitor.open("/products/7").ok().text("read-from")).isEqualTo("from the database");
		assertThat(visitor.submit("/cart/7", Map.of()).ok().body()).contains("1 × ");
	}

	@Test
	void readsTheSameProductFromTheCacheAsFromTheDatabase() {
		ProductCatalogue catalogue = this.shop.bean(ProductCatalogue.class);
		long before = catalogue.sourceReads();
		var fromDatabase = catalogue.find(11);
		assertThat(catalogue.find(11)).isEqualTo(fromDatabase).isPresent();
		assertThat(catalogue.page("Assam", 2)).isEqualTo(catalogue.page("Assam", 2));
		assertThat(catalogue.origins()).isEqualTo(catalogue.origins()).hasSize(25);
		assertThat(catalogue.sourceReads() - before).isEqualTo(3);
	}

	@Test
	void showsTheGuardsReportOnBothServers() {
		Page page = this.shop.visitor().open("/").ok();
		assertThat(page.body()).contains("cache tier", "store tier", cache.address(), store.address(),
				"cache.eviction-policy", "allkeys-lru", "store.eviction-policy", "noeviction");
	}

	private static List<String> keys(RedisServerExtension server) {
		Object reply = Objects.requireNonNull(server.execute("KEYS", "*"));
		return ((List<?>) reply).stream().map(String::valueOf).toList();
	}

}
