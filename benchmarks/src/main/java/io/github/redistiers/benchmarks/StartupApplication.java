package io.github.redistiers.benchmarks;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ApplicationListener;

/**
 * The web application whose start is measured, in a process of its own; it says when it
 * is ready and goes when its input ends.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableCaching
public class StartupApplication {

	static final String READY = "application-is-ready";

	public static void main(String[] arguments) throws Exception {
		SpringApplication application = new SpringApplication(StartupApplication.class);
		application.addListeners((ApplicationListener<ApplicationReadyEvent>) (event) -> System.out.println(READY));
		try (var context = application.run(arguments)) {
			while (System.in.read() != -1) {
				// until the measuring process closes the pipe
			}
		}
	}

}
