package io.github.redistiers.guard;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.function.Predicate;

import io.github.redistiers.TierRole;

/**
 * {@code cache.authentication} and {@code store.authentication}: whoever reaches an open
 * server may do anything. A configured password proves nothing, since a server without
 * one accepts any; only a connection that does not authenticate tells. It stays open from
 * one look to the next, and hears {@code NOAUTH} at each until the password is gone: that
 * costs no further connection and is nothing that ACL LOG notes, but counts in the
 * server's {@code errorstat_NOAUTH}. Where the default user needs no password and may not
 * even {@code PING}, the answer is a {@code NOPERM}, which ACL LOG does note: it is
 * believed for an hour. While a server is open, each look connects anew.
 */
final class AuthenticationCheck implements ServerCheck {

	private static final String USER = "ACL SETUSER app on '>CHOOSE-A-PASSWORD' resetchannels '&*' '~*' +@all -@admin"
			+ " -@dangerous +info";

	/** 6.2 has categories for whole commands only, and these are needed by clients. */
	private static final String USER_6 = USER + " '+client|setname' '+client|id' '+client|info' '+client|getname'"
			+ " '+client|tracking' '+client|caching' '+acl|whoami'";

	private final TierRole role;

	private final Predicate<String> loopback;

	AuthenticationCheck(TierRole role) {
		this(role, AuthenticationCheck::isLoopback);
	}

	AuthenticationCheck(TierRole role, Predicate<String> loopback) {
		this.role = role;
		this.loopback = loopback;
	}

	@Override
	public String id() {
		return this.role.name().toLowerCase(Locale.ROOT) + ".authentication";
	}

	@Override
	public TierRole role() {
		return this.role;
	}

	@Override
	public Judgement judge(InspectedServer server) {
		if (this.loopback.test(server.node().address())) {
			return Judgement.ok("a server on loopback");
		}
		String answer = server.pingUnauthenticated();
		return answer.equals("PONG")
				? Judgement.wrong(Severity.WARNING, "no password", "a user and a password",
						"Whoever reaches the port may read, change and delete everything.", remedy(server))
				: refused(answer);
	}

	private static Judgement refused(String reply) {
		String code = Refusals.code(reply);
		if (code.equals("NOAUTH") || code.equals("NOPERM") || code.equals("DENIED")) {
			return Judgement.ok("a password is needed");
		}
		return Judgement.unknown("The server answered PING without a password with: " + reply);
	}

	/**
	 * First a user for the applications, then the lock: the other way round would shut
	 * them out.
	 */
	private static Remedy remedy(InspectedServer server) {
		String prefix = "redis-tiers." + server.tier().name();
		return Remedy.on(server)
			.run(isOld(server) ? USER_6 : USER, "and in redis.conf: user app on …, as ACL LIST prints it")
			.then("Give every application this user (" + prefix + ".username and .password) and restart it, before the"
					+ " next line shuts out whoever has no password:")
			.set("requirepass", "CHOOSE-ANOTHER-PASSWORD");
	}

	private static boolean isOld(InspectedServer server) {
		try {
			return !server.info().isAtLeast(7, 0);
		}
		catch (UnknownFactException ex) {
			return true;
		}
	}

	private static boolean isLoopback(String address) {
		try {
			String host = URI.create(address).getHost();
			return host == null || InetAddress.getByName(host).isLoopbackAddress();
		}
		catch (IllegalArgumentException | UnknownHostException ex) {
			return false;
		}
	}

}
