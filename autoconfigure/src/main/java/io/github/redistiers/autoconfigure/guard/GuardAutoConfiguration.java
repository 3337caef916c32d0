package io.github.redistiers.autoconfigure.guard;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.redistiers.boot.InvalidTierPropertyException;
import io.github.redistiers.boot.KeyPrefix;
import io.github.redistiers.cache.CacheTierCacheManager;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.guard.FindingTreatment;
import io.github.redistiers.guard.Guard;
import io.github.redistiers.guard.GuardChecks;
import io.github.redistiers.guard.GuardListener;
import io.github.redistiers.guard.GuardSettings;
import io.github.redistiers.guard.GuardWatch;
import io.github.redistiers.guard.ServerCheck;
import io.github.redistiers.guard.TiersCheck;
import io.github.redistiers.guard.UnreachablePolicy;
import io.github.redistiers.guard.VerdictChange;
import io.github.redistiers.store.StoreBreakers;

import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the guard, which looks at all tiers before any other singleton is
 * created: before anything uses them, and long before the web server opens its port.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = { "io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration",
		"org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration" })
@ConditionalOnBean(RedisTier.class)
@EnableConfigurationProperties(GuardProperties.class)
public final class GuardAutoConfiguration {

	private static final String BACKUP_MAX_AGE = "redis-tiers.guard.backup-max-age";

	private static final String WATCH_INTERVAL = "redis-tiers.guard.watch-interval";

	private static final String DATA_LOST = "store.data-lost";

	private static final String AOF_TAIL = "store.aof-tail";

	@Bean
	@ConditionalOnMissingBean
	Guard redisTiersGuard(List<RedisTier> tiers, ObjectProvider<ServerCheck> serverChecks,
			ObjectProvider<TiersCheck> tiersChecks, GuardProperties properties, ListableBeanFactory beanFactory) {
		return new Guard(tiers, GuardChecks.ofServers(Clock.systemUTC(), serverChecks.orderedStream().toList()),
				GuardChecks.ofTiers(tiersChecks.orderedStream().toList()),
				withEffect(new GuardSettings(new TierModes(properties.getMode(), beanFactory), properties.getFindings(),
						properties.getUnreachable(), waitLimit(properties))));
	}

	/**
	 * Refuses what would have no effect: the look that a start waits for knows of no
	 * loss, and of no restart.
	 */
	private static GuardSettings withEffect(GuardSettings settings) {
		if (settings.treatment(AOF_TAIL) == FindingTreatment.ERROR) {
			String property = "redis-tiers.guard.findings." + AOF_TAIL;
			throw new InvalidTierPropertyException(property,
					property + " is error, but a start does not wait for what it takes to know of a restart, so this"
							+ " finding stops none.",
					"Remove " + property + ": without it the finding is a warning.");
		}
		if (settings.treatment(DATA_LOST) == FindingTreatment.ERROR) {
			String property = "redis-tiers.guard.findings." + DATA_LOST;
			throw new InvalidTierPropertyException(property,
					property + " is error, but a start does not wait for what it takes to know that data is lost, so"
							+ " this finding stops none.",
					"Remove " + property + ": without it the finding is an error too, which takes the store's health"
							+ " out of service within seconds after the start.");
		}
		return settings;
	}

	private static Duration waitLimit(GuardProperties properties) {
		Duration limit = properties.getWaitLimit();
		if (properties.getUnreachable() == UnreachablePolicy.WAIT && (limit.isNegative() || limit.isZero())) {
			throw new InvalidTierPropertyException("redis-tiers.guard.wait-limit",
					"redis-tiers.guard.wait-limit is " + DurationStyle.SIMPLE.print(limit)
							+ ", so nothing would be waited for, although redis-tiers.guard.unreachable is wait.",
					"Set redis-tiers.guard.wait-limit to a time, such as 1m, or redis-tiers.guard.unreachable to fail"
							+ " or ignore.");
		}
		return limit;
	}

	/**
	 * What has changed is an application event too: a {@link VerdictChange}.
	 */
	@Bean
	WatchWhileRunning redisTiersGuardWatch(Guard guard, GuardProperties properties,
			ObjectProvider<GuardListener> listeners, ObjectProvider<StoreBreakers> breakers,
			ObjectProvider<CacheTierCacheManager> caches, ApplicationEventPublisher events) {
		Duration interval = properties.getWatchInterval();
		if (interval.isNegative()) {
			throw new InvalidTierPropertyException(WATCH_INTERVAL,
					WATCH_INTERVAL + " is " + DurationStyle.SIMPLE.print(interval) + ", but time does not go back.",
					"Set " + WATCH_INTERVAL + " to a time, such as 30s, or to 0 for no watch.");
		}
		List<GuardListener> all = new ArrayList<>(listeners.orderedStream().toList());
		all.add(events::publishEvent);
		return new WatchWhileRunning(interval.isZero() ? null : () -> {
			GuardWatch watch = new GuardWatch(guard, interval, all);
			// a server that hangs loses no connection
			breakers.ifAvailable((store) -> store.onFirstFailure(watch::callFailed));
			caches.stream().forEach((manager) -> manager.onFirstFailure(watch::callFailed));
			return watch;
		});
	}

	@Bean
	static BeanFactoryInitializer<ListableBeanFactory> redisTiersGuardAtStartUp() {
		return (beanFactory) -> beanFactory.getBean(Guard.class).admit();
	}

	@Bean
	ServerCheck redisTiersDataLostCheck(List<RedisTier> tiers, Environment environment) {
		String configured = Binder.get(environment).bind("redis-tiers.store.key-prefix", String.class).orElse(null);
		return GuardChecks.dataLost(KeyPrefix.orEmpty(configured, environment), tiers);
	}

	@Bean
	ServerCheck redisTiersAofTailCheck(@Qualifier("redisTiersDataLostCheck") ServerCheck dataLost) {
		return GuardChecks.aofTail(dataLost);
	}

	@Bean
	ServerCheck redisTiersBackupAgeCheck(GuardProperties properties) {
		Duration maxAge = properties.getBackupMaxAge();
		if (maxAge.isNegative() || maxAge.isZero()) {
			throw new InvalidTierPropertyException(BACKUP_MAX_AGE,
					BACKUP_MAX_AGE + " is " + DurationStyle.SIMPLE.print(maxAge) + ", which no backup is as young as.",
					"Set " + BACKUP_MAX_AGE + " to a time, such as 25h.");
		}
		return GuardChecks.backupAge(maxAge, properties.getBackupKey());
	}

	@Bean
	ServerCheck redisTiersReadFromCheck(Environment environment) {
		return GuardChecks
			.readFrom(environment.getProperty("redis-tiers.store.allow-replica-reads", Boolean.class, false));
	}

	@Bean
	@Conditional(OnIndexedSessionsCondition.class)
	ServerCheck redisTiersKeyspaceEventsCheck() {
		return GuardChecks.keyspaceEvents();
	}

}
