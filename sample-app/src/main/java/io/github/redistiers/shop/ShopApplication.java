package io.github.redistiers.shop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;

/**
 * A small tea shop: the catalogue is a copy and lives on the cache tier; carts, page
 * views and who is signed in are the only copy and live on the store tier.
 */
@SpringBootApplication
@EnableCaching
public class ShopApplication {

	public static void main(String[] arguments) {
		SpringApplication.run(ShopApplication.class, arguments);
	}

}
