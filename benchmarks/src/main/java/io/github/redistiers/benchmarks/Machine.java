package io.github.redistiers.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.lettuce.core.RedisClient;

import org.springframework.boot.SpringBootVersion;
import org.springframework.data.redis.core.RedisTemplate;

/**
 * What a table of figures is worth nothing without: the machine and the versions.
 */
final class Machine {

	private Machine() {
	}

	static String describe() {
		return "%d cores of %s, %s; JDK %s, Spring Boot %s, Spring Data Redis %s, Lettuce %s; servers on loopback\n"
			.formatted(Runtime.getRuntime().availableProcessors(), processor(), System.getProperty("os.name"),
					Runtime.version(), SpringBootVersion.getVersion(), version(RedisTemplate.class),
					version(RedisClient.class));
	}

	private static String version(Class<?> type) {
		String version = type.getPackage().getImplementationVersion();
		return (version != null) ? version : "?";
	}

	private static String processor() {
		try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
			return lines.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).trim())
				.findFirst()
				.orElse(System.getProperty("os.arch"));
		}
		catch (IOException ex) {
			return System.getProperty("os.arch");
		}
	}

}
