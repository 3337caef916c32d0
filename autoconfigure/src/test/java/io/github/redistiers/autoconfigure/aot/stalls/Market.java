package io.github.redistiers.autoconfigure.aot.stalls;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.redistiers.store.queue.JobListener;
import io.github.redistiers.store.strict.RefusedCommandException;
import org.awaitility.Awaitility;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application with something of everything on its store.
 */
@EnableAutoConfiguration
public class Market {

	private final Queue<Parcel> delivered = new ConcurrentLinkedQueue<>();

	@JobListener(queue = "parcels")
	void deliver(Parcel parcel) {
		this.delivered.add(parcel);
	}

	/**
	 * Uses all of it.
	 */
	public static void use(ApplicationContext context) {
		assertThat(context.getBean(Views.class).increment("door")).isOne();
		assertThat(context.getBean(Bells.class).ring("door", 3)).isEqualTo(3);
		Switches switches = context.getBean(Switches.class);
		switches.set(Switches.LIGHT, true);
		Awaitility.await().until(() -> switches.isOn(Switches.LIGHT));
		context.getBean(Parcels.class).enqueue(new Parcel("Ada", 7));
		Market market = context.getBean(Market.class);
		Awaitility.await()
			.untilAsserted(() -> assertThat(market.delivered).containsExactlyElementsOf(List.of(new Parcel("Ada", 7))));
		context.getBean(Stalls.class).save(new Stall("tea", 60L));
		assertThat(context.getBean(Stalls.class).findById("tea")).contains(new Stall("tea", 60L));
	}

	/**
	 * Tries to keep something on the store for a while only.
	 */
	public static void expectStrictTemplates(ApplicationContext context) {
		StringRedisTemplate template = context.getBean(StringRedisTemplate.class);
		assertThatExceptionOfType(RefusedCommandException.class)
			.isThrownBy(() -> template.opsForValue().set("key", "value", Duration.ofMinutes(1)));
	}

}
