package io.github.redistiers.doctor;

import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;

import io.lettuce.core.SslOptions;
import org.jspecify.annotations.Nullable;

/**
 * Whom connections with TLS trust, and as whom they come. The options have the names that
 * they have in {@code redis-cli}.
 */
record TlsFiles(@Nullable File trusted, @Nullable File certificate, @Nullable File key, boolean insecure) {

	TlsFiles {
		readable("--cacert", trusted);
		readable("--cert", certificate);
		readable("--key", key);
		if ((certificate == null) != (key == null)) {
			throw new WrongUsageException("--cert and --key need each other.");
		}
	}

	/**
	 * Reads the files.
	 * @throws WrongUsageException if there is something else in one of them
	 */
	SslOptions options() {
		SslOptions.Builder builder = SslOptions.builder();
		if (this.trusted != null) {
			builder.trustManager(this.trusted);
		}
		if (this.certificate != null && this.key != null) {
			builder.keyManager(this.certificate, this.key, null);
		}
		SslOptions options = builder.build();
		try {
			// Lettuce would read them for each connection only, which then just ends
			options.createSslContextBuilder().build();
		}
		catch (IOException | GeneralSecurityException | IllegalArgumentException ex) {
			throw new WrongUsageException("What --cacert, --cert and --key name are not PEM files of certificates and"
					+ " their unencrypted private key (PKCS 8).");
		}
		return options;
	}

	private static void readable(String option, @Nullable File file) {
		if (file != null && !(file.isFile() && file.canRead())) {
			throw new WrongUsageException("The file of " + option + " cannot be read.");
		}
	}

}
