package io.github.redistiers.autoconfigure.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import io.github.redistiers.CacheTier;
import io.github.redistiers.StoreTier;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The file with the password of the user {@code shop}, which an operator replaces while
 * the application runs.
 */
record PasswordFile(Path file) {

	/**
	 * An application both of whose tiers read it.
	 */
	ApplicationContextRunner application() {
		return Load.application()
			.withUserConfiguration(Credentials.class)
			.withPropertyValues("shop.password-file=" + this.file);
	}

	/**
	 * Replaces the password. Nobody reads half of one.
	 */
	void write(String password) {
		try {
			Path partial = Files.writeString(this.file.resolveSibling("password.part"), password);
			Files.move(partial, this.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// as docs/topologies.md shows it
	@Configuration(proxyBeanMethods = false)
	static class Credentials {

		@Bean
		@StoreTier
		@CacheTier
		RedisCredentialsProvider redisCredentials(@Value("${shop.password-file}") Path file) {
			return RedisCredentialsProvider.from(() -> RedisCredentials.just("shop", read(file)));
		}

		private static String read(Path file) {
			try {
				return Files.readString(file).strip();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
