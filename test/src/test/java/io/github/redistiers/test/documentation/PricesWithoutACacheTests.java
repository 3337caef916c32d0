package io.github.redistiers.test.documentation;

import io.github.redistiers.test.CacheMemory;
import io.github.redistiers.test.RedisTiersTest;

import org.springframework.context.annotation.Import;

@RedisTiersTest(cache = CacheMemory.FORGETS)
@Import(Prices.class)
class PricesWithoutACacheTests extends PricesContract {

}
