package io.github.redistiers.autoconfigure.aot.kiosk;

import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with nothing but a cache.
 */
@EnableAutoConfiguration
@EnableCaching
public class Kiosk {

	@Bean
	Papers papers() {
		return new Papers();
	}

	/**
	 * Reads twice what is there once.
	 */
	public static void use(ApplicationContext context) {
		Papers papers = context.getBean(Papers.class);
		assertThat(papers.of("monday")).isEqualTo(new Paper("monday", 1));
		assertThat(papers.of("monday")).isEqualTo(new Paper("monday", 1));
	}

	/**
	 * What is read.
	 */
	record Paper(String day, int edition) {

	}

	/**
	 * Where it is read.
	 */
	static class Papers {

		private final AtomicInteger editions = new AtomicInteger();

		@Cacheable("papers")
		public Paper of(String day) {
			return new Paper(day, this.editions.incrementAndGet());
		}

	}

}
