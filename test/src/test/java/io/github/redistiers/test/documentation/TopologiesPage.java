package io.github.redistiers.test.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.redistiers.StoreTier;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;

/**
 * The code of {@code docs/topologies.md}.
 */
class TopologiesPage {

	@Bean
	@StoreTier
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
