package io.github.redistiers.autoconfigure.guard;

import java.util.Set;
import java.util.function.Function;

import io.github.redistiers.TierRole;
import io.github.redistiers.boot.CacheTierConnectionDetails;
import io.github.redistiers.boot.StoreTierConnectionDetails;
import io.github.redistiers.boot.TierAddresses;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.guard.GuardMode;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.core.env.Environment;

/**
 * The mode in which each tier is judged: the configured one, else by where its address
 * came from. A container that a test or a developer started is nobody's only copy.
 */
class TierModes implements Function<RedisTier, GuardMode> {

	/** By name, since neither module is on the class path of a packaged application. */
	private static final Set<String> OF_CONTAINERS = Set.of(
			"org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory$ContainerConnectionDetails",
			"org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory$DockerComposeConnectionDetails");

	private final @Nullable GuardMode configured;

	private final ListableBeanFactory beanFactory;

	private final Set<String> ofContainers;

	TierModes(@Nullable GuardMode configured, ListableBeanFactory beanFactory) {
		this(configured, beanFactory, OF_CONTAINERS);
	}

	TierModes(@Nullable GuardMode configured, ListableBeanFactory beanFactory, Set<String> ofContainers) {
		this.configured = configured;
		this.beanFactory = beanFactory;
		this.ofContainers = ofContainers;
	}

	@Override
	public GuardMode apply(RedisTier tier) {
		if (this.configured != null) {
			return this.configured;
		}
		return isInContainer(tier) ? GuardMode.WARN : GuardMode.ENFORCE;
	}

	private boolean isInContainer(RedisTier tier) {
		if (tier.role() == TierRole.CACHE) {
			return isInContainer(CacheTierConnectionDetails.class);
		}
		return isInContainer(StoreTierConnectionDetails.class)
				|| (isFallenBack() && isInContainer(DataRedisConnectionDetails.class));
	}

	private boolean isFallenBack() {
		return !TierAddresses.inProperties(this.beanFactory.getBean(Environment.class), TierRole.STORE);
	}

	private boolean isInContainer(Class<? extends ConnectionDetails> type) {
		return this.beanFactory.getBeanProvider(type).stream().anyMatch((details) -> isOfContainer(details.getClass()));
	}

	private boolean isOfContainer(Class<?> type) {
		for (Class<?> current = type; current != null; current = current.getSuperclass()) {
			if (this.ofContainers.contains(current.getName())) {
				return true;
			}
		}
		return false;
	}

}
