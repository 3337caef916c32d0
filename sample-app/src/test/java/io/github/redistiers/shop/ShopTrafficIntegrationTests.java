package io.github.redistiers.shop;

import java.util.Map;
import java.util.Set;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RecordedCommand;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.TrafficRecorder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What MONITOR shows on each server while the shop is open.
 */
@EachServerGeneration
class ShopTrafficIntegrationTests {

	private static final String COPIES = "shop:cache";

	// these carry the client's name, which is no key
	private static final String COPY_OF_THE_STORES_IDENTITY = "shop:identity:{0}:copy";

	private static final Set<String> GREETINGS = Set.of("HELLO", "CLIENT");

	@RegisterExtension
	static final RedisServerExtension cache = RedisServerExtension.cache();

	@RegisterExtension
	static final RedisServerExtension store = RedisServerExtension.store();

	private final ServerGeneration generation;

	ShopTrafficIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void sendsEachServerItsOwnTiersTrafficAlone() {
		try (TrafficRecorder cacheTraffic = TrafficRecorder.on(cache.get());
				TrafficRecorder storeTraffic = TrafficRecorder.on(store.get());
				RunningShop shop = RunningShop.start(cache.get(), store.get())) {
			visit(shop);
			assertThat(cacheTraffic.commands()).as("the cache's, %s", this.generation)
				.filteredOn((command) -> mentions(command, "shop:") && !GREETINGS.contains(command.name()))
				.isNotEmpty()
				.allMatch((command) -> mentions(command, COPIES) || mentions(command, COPY_OF_THE_STORES_IDENTITY));
			assertThat(storeTraffic.commands()).as("the store's, %s", this.generation)
				.noneMatch((command) -> mentions(command, COPIES))
				.anyMatch((command) -> mentions(command, "shop:counter:page-views:"))
				.anyMatch((command) -> mentions(command, "shop:session:"));
		}
	}

	private static void visit(RunningShop shop) {
		Visitor visitor = shop.visitor();
		visitor.open("/").ok();
		visitor.open("/products/3").ok();
		visitor.submit("/cart/3", Map.of()).ok();
		visitor.submit("/products/3/price", Map.of("price", "5.55")).ok();
		visitor.open("/").ok();
	}

	private static boolean mentions(RecordedCommand command, String words) {
		return command.arguments().stream().anyMatch((argument) -> argument.contains(words));
	}

}
