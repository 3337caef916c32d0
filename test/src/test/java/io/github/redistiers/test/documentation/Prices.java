package io.github.redistiers.test.documentation;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Component;

@Component
class Prices {

	@Cacheable("prices")
	int of(String item) {
		return item.length();
	}

}
