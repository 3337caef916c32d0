package io.github.redistiers.shop;

import java.util.ArrayList;
import java.util.List;

import io.github.redistiers.devservices.AclRules;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;

/**
 * A user with no right that an application can do without.
 */
final class RestrictedUser {

	static final String PASSWORD = "pa55-of-the-restricted-user";

	private RestrictedUser() {
	}

	static void create(RedisServer server, ServerGeneration generation) {
		List<String> command = new ArrayList<>(List.of("ACL", "SETUSER", "restricted", "reset", "on", ">" + PASSWORD));
		command.addAll(List.of(AclRules.application(generation, "shop:")));
		server.execute(command.toArray(String[]::new));
	}

	static String address(RedisServer server) {
		return "redis://restricted:" + PASSWORD + "@" + server.host() + ":" + server.port();
	}

}
