package io.github.redistiers.test;

import java.lang.annotation.Annotation;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.redistiers.CacheTier;
import io.github.redistiers.StoreTier;
import io.github.redistiers.boot.CacheTierConnectionDetails;
import io.github.redistiers.boot.StoreTierConnectionDetails;
import io.github.redistiers.boot.TierConnectionDetails;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Adds the two servers, and where they are, to a test's context. A record, because equal
 * customizers let tests share a context.
 */
record TierServersContextCustomizer(CacheMemory cache) implements ContextCustomizer {

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		add(context, ServerPreset.CACHE, CacheTier.class, CacheTierConnectionDetails.class, CacheDetails::new);
		add(context, ServerPreset.STORE, StoreTier.class, StoreTierConnectionDetails.class, StoreDetails::new);
		ConfigurableListableBeanFactory beans = context.getBeanFactory();
		((BeanDefinitionRegistry) beans).registerBeanDefinition("redisTiersTestServers",
				new RootBeanDefinition(TierServers.class,
						() -> new TierServers(server(beans, ServerPreset.CACHE), server(beans, ServerPreset.STORE))));
		if (this.cache == CacheMemory.FORGETS) {
			register(beans, "redisTiersTestForgettingConnections", CacheTier.class,
					ClientResourcesBuilderCustomizer.class, ForgettingConnections::new);
		}
	}

	private static <D extends TierConnectionDetails> void add(ConfigurableApplicationContext context,
			ServerPreset preset, Class<? extends Annotation> qualifier, Class<D> detailsType,
			Function<RedisServer, D> details) {
		ConfigurableListableBeanFactory beans = context.getBeanFactory();
		String server = name(preset);
		register(beans, server, qualifier, RedisServer.class,
				() -> RedisServer.builder().generation(ServerGeneration.underTest().get(0)).preset(preset).start());
		register(beans, server + "Details", qualifier, detailsType, () -> details.apply(server(beans, preset)));
	}

	private static RedisServer server(BeanFactory beans, ServerPreset preset) {
		return beans.getBean(name(preset), RedisServer.class);
	}

	private static String name(ServerPreset preset) {
		return "redisTiersTest" + preset.name();
	}

	private static <T> void register(ConfigurableListableBeanFactory beans, String name,
			Class<? extends Annotation> qualifier, Class<T> type, Supplier<T> supplier) {
		RootBeanDefinition definition = new RootBeanDefinition(type, supplier);
		definition.addQualifier(new AutowireCandidateQualifier(qualifier));
		((BeanDefinitionRegistry) beans).registerBeanDefinition(name, definition);
	}

	private record CacheDetails(RedisServer server) implements CacheTierConnectionDetails {

		@Override
		public Standalone getStandalone() {
			return Standalone.of(this.server.host(), this.server.port());
		}

		@Override
		public @Nullable String getPassword() {
			return this.server.password();
		}

	}

	private record StoreDetails(RedisServer server) implements StoreTierConnectionDetails {

		@Override
		public Standalone getStandalone() {
			return Standalone.of(this.server.host(), this.server.port());
		}

		@Override
		public @Nullable String getPassword() {
			return this.server.password();
		}

	}

}
