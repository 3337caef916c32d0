package io.github.redistiers.shop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.redistiers.devservices.RedisServer;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The shop on given servers, on a free port.
 */
final class RunningShop implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private RunningShop(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static RunningShop start(RedisServer cache, RedisServer store) {
		return start(Map.of("redis-tiers.cache.url", cache.address(), "redis-tiers.store.url", store.address()));
	}

	static RunningShop start(Map<String, String> properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0"));
		properties.forEach((name, value) -> arguments.add("--" + name + "=" + value));
		return new RunningShop(SpringApplication.run(ShopApplication.class, arguments.toArray(String[]::new)));
	}

	Visitor visitor() {
		return new Visitor(
				"http://localhost:" + this.context.getEnvironment().getRequiredProperty("local.server.port"));
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
