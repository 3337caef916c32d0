package io.github.redistiers.autoconfigure.connection;

import java.util.function.Supplier;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

import io.lettuce.core.SslOptions;
import io.netty.handler.ssl.SslContextBuilder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * What Lettuce needs of an SSL bundle. Keys and trust of each new connection are those
 * that the bundle has then: certificates can be renewed while the application runs.
 */
final class TierSslOptions {

	private static final Log logger = LogFactory.getLog(TierSslOptions.class);

	private final String tier;

	private final SslBundle first;

	private final Supplier<@Nullable SslBundle> bundles;

	private volatile Keys keys;

	/**
	 * Makes the options.
	 * @param tier the tier's name
	 * @param first the bundle that the application starts with
	 * @param bundles the bundle of the moment; asked for each new connection
	 */
	TierSslOptions(String tier, SslBundle first, Supplier<@Nullable SslBundle> bundles) {
		this.tier = tier;
		this.first = first;
		this.bundles = bundles;
		this.keys = Keys.of(first);
	}

	SslOptions toLettuce() {
		SslOptions.Builder builder = SslOptions.builder().sslContext(this::customize);
		if (this.first.getOptions().getCiphers() != null) {
			builder.cipherSuites(this.first.getOptions().getCiphers());
		}
		if (this.first.getOptions().getEnabledProtocols() != null) {
			builder.protocols(this.first.getOptions().getEnabledProtocols());
		}
		return builder.build();
	}

	private void customize(SslContextBuilder context) {
		Keys current = current();
		context.keyManager(current.keyManagers()).trustManager(current.trustManagers());
	}

	private Keys current() {
		Keys known = this.keys;
		SslBundle bundle = this.bundles.get();
		if (bundle == null || bundle == known.bundle()) {
			return known;
		}
		Keys renewed;
		try {
			renewed = Keys.of(bundle);
		}
		catch (RuntimeException ex) {
			renewed = new Keys(bundle, known.keyManagers(), known.trustManagers());
			logger.warn("The SSL bundle of the " + this.tier + " tier has changed and cannot be used ("
					+ ex.getMessage() + "). New connections use what it was before; check its files.");
		}
		this.keys = renewed;
		return renewed;
	}

	/**
	 * Keys and trust.
	 *
	 * @param bundle where they were last looked for
	 */
	private record Keys(SslBundle bundle, KeyManagerFactory keyManagers, TrustManagerFactory trustManagers) {

		static Keys of(SslBundle bundle) {
			return new Keys(bundle, bundle.getManagers().getKeyManagerFactory(),
					bundle.getManagers().getTrustManagerFactory());
		}

	}

}
