package io.github.redistiers.boot.endpoint;

import java.util.List;
import java.util.stream.Stream;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration.WithAuthentication;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

class UserNamesTests {

	static Stream<RedisConfiguration> configurations() {
		return Stream
			.of(new RedisStandaloneConfiguration("host"), new RedisStaticMasterReplicaConfiguration("host"),
					new RedisSentinelConfiguration().master("master").sentinel("host", 26379),
					new RedisClusterConfiguration(List.of("host:6379")))
			.map((configuration) -> {
				((WithAuthentication) configuration).setUsername("shop");
				return configuration;
			});
	}

	@ParameterizedTest
	@MethodSource("configurations")
	void hidesWhomATierSignsInAs(RedisConfiguration configuration) {
		UserNames users = users(
				new TierConnectionFactory(TierSettings.builder("store", TierRole.STORE, configuration).build()));
		assertThat(users.hide("Sign in as shop, 'shop' or shop.")).isEqualTo("Sign in as <user>, '<user>' or <user>.");
	}

	@Test
	void hidesTheUserOfAnApplicationsOwnFactory() {
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration("host");
		configuration.setUsername("shop");
		assertThat(users(new LettuceConnectionFactory(configuration)).hide("as shop")).isEqualTo("as <user>");
	}

	@Test
	void leavesWhatOnlyBeginsOrEndsWithAName() {
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration("host");
		configuration.setUsername("redis");
		UserNames users = users(new LettuceConnectionFactory(configuration));
		for (String text : List.of("redis://host:6379", "redis.conf", "redis-cli", "my-redis", "redis:cache:prices")) {
			assertThat(users.hide(text)).isEqualTo(text);
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "The user %s may not run CONFIG GET.", "The user %s may not look at all keys of this server.",
					"NOPERM User %s has no permissions to run the 'evalsha' command", "ACL SETUSER %s '+config|get'" })
	void hidesUsersThatNoPropertyNames(String sentence) {
		assertThat(new UserNames(List.of()).hide(sentence.formatted("shop"))).isEqualTo(sentence.formatted("<user>"));
	}

	@Test
	void leavesTheUserThatARemedyMakes() {
		assertThat(new UserNames(List.of()).hide("ACL SETUSER app on")).isEqualTo("ACL SETUSER app on");
	}

	private static UserNames users(RedisConnectionFactory factory) {
		return new UserNames(List.of(new RedisTier("store", TierRole.STORE, factory)));
	}

}
