package io.github.redistiers.boot.endpoint;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierConnectionFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Takes the names of users, half of their credentials, out of what is shown.
 */
final class UserNames {

	private static final String SHOWN = "<user>";

	/**
	 * Where a name stands whoever it is: in remedies (the example of a user that is to be
	 * made is called app), in what the guard says of a right, and in what servers say of
	 * it. A provider of credentials may know users that no property names.
	 */
	private static final Pattern SENTENCES = Pattern.compile(
			"(?<=ACL SETUSER )(?!app\\b)\\S+|(?<=The user )\\S+(?= may not )|(?<=User )\\S+(?= has no permissions)");

	private final List<RedisTier> tiers;

	/**
	 * The names that tiers sign in with.
	 * @param tiers all tiers
	 */
	UserNames(List<RedisTier> tiers) {
		this.tiers = List.copyOf(tiers);
	}

	/**
	 * Takes them out.
	 * @param text any text
	 * @return the text with {@code <user>} in their places
	 */
	String hide(String text) {
		String shown = SENTENCES.matcher(text).replaceAll(SHOWN);
		for (String user : users()) {
			shown = Pattern.compile("(?<![\\w-])" + Pattern.quote(user) + "(?![\\w-]|[.:]\\S)")
				.matcher(shown)
				.replaceAll(Matcher.quoteReplacement(SHOWN));
		}
		return shown;
	}

	private Set<String> users() {
		Set<String> users = new HashSet<>();
		for (RedisTier tier : this.tiers) {
			String user = user(tier.connectionFactory());
			if (user != null && !user.isEmpty() && !user.equals("default")) {
				users.add(user);
			}
		}
		return users;
	}

	private static @Nullable String user(RedisConnectionFactory factory) {
		RedisConfiguration configuration = (factory instanceof TierConnectionFactory tier)
				? tier.getSettings().configuration()
				: (factory instanceof LettuceConnectionFactory lettuce) ? configuration(lettuce) : null;
		return (configuration != null) ? RedisConfiguration.getUsernameOrElse(configuration, () -> "") : null;
	}

	private static RedisConfiguration configuration(LettuceConnectionFactory factory) {
		RedisClusterConfiguration cluster = factory.getClusterConfiguration();
		if (cluster != null) {
			return cluster;
		}
		RedisSentinelConfiguration sentinel = factory.getSentinelConfiguration();
		return (sentinel != null) ? sentinel : factory.getStandaloneConfiguration();
	}

}
