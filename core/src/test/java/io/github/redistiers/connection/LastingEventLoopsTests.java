package io.github.redistiers.connection;

import java.util.concurrent.TimeUnit;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Event loops last as long as their tier, and no longer.
 */
class LastingEventLoopsTests {

	private static final Class<? extends EventLoopGroup> TYPE = NioEventLoopGroup.class;

	@Test
	void lastAfterTheClientsThatUsedThemAndEndWithTheTier() throws Exception {
		ClientResources resources = TierClientResources.create((builder) -> {
		});
		EventLoopGroupProvider provider = resources.eventLoopGroupProvider();
		EventLoopGroup group = provider.allocate(TYPE);
		assertThat(provider.allocate(TYPE)).isSameAs(group);
		provider.release(group, 0, 1, TimeUnit.SECONDS).get();
		provider.release(group, 0, 1, TimeUnit.SECONDS).get();
		assertThat(group.isShuttingDown()).isFalse();
		resources.shutdown().get();
		assertThat(group.isTerminated()).isTrue();
		assertThatIllegalStateException().isThrownBy(() -> provider.allocate(TYPE));
	}

	@Test
	void endWithResourcesOfTheApplicationsOwn() throws Exception {
		ClientResources own = ClientResources.create();
		EventLoopGroupProvider provider = TierClientResources.consolidating(own).eventLoopGroupProvider();
		EventLoopGroup group = provider.allocate(TYPE);
		assertThat(provider.allocate(TYPE)).isSameAs(group);
		own.shutdown().get();
		assertThat(group.isTerminated()).isTrue();
	}

}
