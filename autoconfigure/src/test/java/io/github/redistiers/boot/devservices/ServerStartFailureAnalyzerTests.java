package io.github.redistiers.boot.devservices;

import java.nio.file.Path;

import io.github.redistiers.devservices.DevelopmentServers;
import io.github.redistiers.devservices.ServerPreset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class ServerStartFailureAnalyzerTests {

	@Test
	void saysWhichProgramIsWrongAndHowToGoWithoutIt(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(application::run);
		assertThat(output).contains("A server for development could not be started. ")
			.contains("/no/such/server, which cannot be executed")
			.contains("redis-tiers.dev-services.server")
			.contains("redis-tiers.store.url")
			.doesNotContain("\tat ");
	}

	@Test
	void staysOutOfTheWayWithoutTheLibrary(CapturedOutput output) {
		SpringApplication application = new SpringApplication(
				new DefaultResourceLoader(new FilteredClassLoader("io.github.redistiers.devservices")), Failing.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(application::run);
		assertThat(output).contains("another reason").doesNotContain("NoClassDefFoundError", "server for development");
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Object server() {
			return DevelopmentServers.ofThisJvm(Path.of("/no/such/server"), null).get(ServerPreset.STORE);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Failing {

		@Bean
		Object failing() {
			throw new IllegalStateException("another reason");
		}

	}

}
