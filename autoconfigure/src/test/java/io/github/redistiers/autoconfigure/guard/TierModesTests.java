package io.github.redistiers.autoconfigure.guard;

import java.util.Set;

import io.github.redistiers.TierRole;
import io.github.redistiers.boot.CacheTierConnectionDetails;
import io.github.redistiers.boot.StoreTierConnectionDetails;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.guard.GuardMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How strictly each tier is judged, by where its address came from.
 */
class TierModesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner();

	@Test
	void enforcesOnServersThatWereConfigured() {
		assertModes(this.runner.withBean(PlainCache.class).withBean(PlainStore.class), null, GuardMode.ENFORCE,
				GuardMode.ENFORCE);
	}

	@Test
	void warnsAboutAServerInAContainerAlone() {
		assertModes(this.runner.withBean(ContainedCache.class).withBean(PlainStore.class), null, GuardMode.WARN,
				GuardMode.ENFORCE);
		assertModes(this.runner.withBean(PlainCache.class).withBean(ContainedStore.class), null, GuardMode.ENFORCE,
				GuardMode.WARN);
	}

	@Test
	void warnsAboutAStoreThatFellBackToAContainer() {
		ApplicationContextRunner fallback = this.runner.withBean(PlainStore.class).withBean(ContainedFallback.class);
		assertModes(fallback, null, GuardMode.ENFORCE, GuardMode.WARN);
		assertModes(fallback.withPropertyValues("redis-tiers.store.host=real"), null, GuardMode.ENFORCE,
				GuardMode.ENFORCE);
	}

	@Test
	void doesWhatTheOperatorSaysWhereverTheServerIs() {
		assertModes(this.runner.withBean(ContainedCache.class).withBean(ContainedStore.class), GuardMode.ENFORCE,
				GuardMode.ENFORCE, GuardMode.ENFORCE);
		assertModes(this.runner, GuardMode.OFF, GuardMode.OFF, GuardMode.OFF);
	}

	private static void assertModes(ApplicationContextRunner runner, @Nullable GuardMode configured, GuardMode cache,
			GuardMode store) {
		runner.run((context) -> {
			TierModes modes = new TierModes(configured, context.getBeanFactory(), Set.of(Contained.class.getName()));
			LettuceConnectionFactory factory = new LettuceConnectionFactory();
			assertThat(modes.apply(new RedisTier("cache", TierRole.CACHE, factory))).isEqualTo(cache);
			assertThat(modes.apply(new RedisTier("store", TierRole.STORE, factory))).isEqualTo(store);
		});
	}

	static class Contained {

	}

	static class ContainedCache extends Contained implements CacheTierConnectionDetails {

	}

	static class ContainedStore extends Contained implements StoreTierConnectionDetails {

	}

	static class ContainedFallback extends Contained implements DataRedisConnectionDetails {

	}

	static class PlainCache implements CacheTierConnectionDetails {

	}

	static class PlainStore implements StoreTierConnectionDetails {

	}

}
