package io.github.redistiers.autoconfigure.store;

import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.autoconfigure.store.kept.Note;
import io.github.redistiers.autoconfigure.store.kept.Notes;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.store.StoreFullException;
import io.github.redistiers.store.entity.AtomicKeyValueAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.core.RedisKeyValueAdapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application with {@code @RedisHash} repositories on a full store.
 */
class AtomicEntitiesIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer((context) -> AutoConfigurationPackages
			.register((BeanDefinitionRegistry) context.getBeanFactory(), Notes.class.getPackageName()))
		.withConfiguration(
				AutoConfigurations.of(TierConnectionAutoConfiguration.class, BootRedisBackOffAutoConfiguration.class,
						DataRedisAutoConfiguration.class, DataRedisRepositoriesAutoConfiguration.class,
						StoreTierRepositoriesAutoConfiguration.class, StoreTierEntitiesAutoConfiguration.class));

	@AfterEach
	void makeRoom() {
		server.execute("CONFIG", "SET", "maxmemory", "0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis-tiers.store.url=", "spring.data.redis.url=" })
	void losesNoEntity(String address) {
		this.runner.withPropertyValues(address + server.address()).run((context) -> {
			assertThat(context).hasSingleBean(AtomicKeyValueAdapter.class);
			Notes notes = context.getBean(Notes.class);
			notes.save(new Note("1", "before", 60L));
			server.execute("CONFIG", "SET", "maxmemory", "1");
			assertThatExceptionOfType(StoreFullException.class)
				.isThrownBy(() -> notes.save(new Note("1", "after", 60L)));
			assertThat(notes.findByText("before")).containsExactly(new Note("1", "before", 60L));
			notes.deleteById("1");
			assertThat(server.execute("DBSIZE")).isEqualTo(0L);
		});
	}

	@Test
	void sendsSpringDatasOwnCommandsWhereThatIsWanted() {
		this.runner
			.withPropertyValues("redis-tiers.store.url=" + server.address(), "redis-tiers.store.atomic-entities=false")
			.run((context) -> assertThat(context.getBean(RedisKeyValueAdapter.class))
				.isExactlyInstanceOf(RedisKeyValueAdapter.class));
	}

}
