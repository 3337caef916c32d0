package io.github.redistiers.autoconfigure.aot.own;

import io.github.redistiers.StoreTier;
import io.github.redistiers.connection.RedisTier;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that brings its store's connection factory along.
 */
@EnableAutoConfiguration
public class Brought {

	@Bean
	LettuceConnectionFactory myConnectionFactory(@Value("${my.port}") int port) {
		return new LettuceConnectionFactory("127.0.0.1", port);
	}

	@Bean
	Client client(@StoreTier RedisConnectionFactory qualified, RedisConnectionFactory plain) {
		return new Client(qualified, plain);
	}

	/**
	 * Uses it.
	 */
	public static void use(ApplicationContext context) {
		Object own = context.getBean("myConnectionFactory");
		assertThat(context.getBean(RedisTier.class).connectionFactory()).isSameAs(own);
		assertThat(context.getBean(Client.class))
			.isEqualTo(new Client((RedisConnectionFactory) own, (RedisConnectionFactory) own));
		context.getBean(StringRedisTemplate.class).opsForValue().set("key", "value");
	}

	/**
	 * Has it injected with and without a qualifier.
	 */
	record Client(RedisConnectionFactory qualified, RedisConnectionFactory plain) {

	}

}
