package io.github.redistiers.connection;

import io.lettuce.core.resource.NettyCustomizer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;

/**
 * What the tiers add to each channel, after what the application does to it: Lettuce has
 * a single place for both.
 */
abstract class ChannelCustomizer implements NettyCustomizer {

	private final NettyCustomizer application;

	ChannelCustomizer(NettyCustomizer application) {
		this.application = application;
	}

	@Override
	public final void afterBootstrapInitialized(Bootstrap bootstrap) {
		this.application.afterBootstrapInitialized(bootstrap);
	}

	@Override
	public final void afterChannelInitialized(Channel channel) {
		this.application.afterChannelInitialized(channel);
		customize(channel);
	}

	/**
	 * Changes a channel that Lettuce has made.
	 */
	abstract void customize(Channel channel);

}
