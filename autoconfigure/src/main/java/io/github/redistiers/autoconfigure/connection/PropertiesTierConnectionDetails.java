package io.github.redistiers.autoconfigure.connection;

import java.util.ArrayList;
import java.util.List;

import io.github.redistiers.boot.CacheTierConnectionDetails;
import io.github.redistiers.boot.InvalidTierPropertyException;
import io.github.redistiers.boot.StoreTierConnectionDetails;
import io.github.redistiers.boot.TierAddresses;
import io.github.redistiers.boot.TierConnectionDetails;
import io.github.redistiers.connection.HostAndPort;
import io.github.redistiers.connection.TierUrl;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Cluster;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.MasterReplica;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Node;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Sentinel;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * A tier's address as its properties tell it. Wrong values are found when it is made.
 */
abstract class PropertiesTierConnectionDetails implements TierConnectionDetails {

	private static final Log logger = LogFactory.getLog(PropertiesTierConnectionDetails.class);

	private final String prefix;

	private final TierProperties properties;

	private final @Nullable TierUrl url;

	private final Login login;

	private volatile @Nullable SslBundle sslBundle;

	private final @Nullable Sentinel sentinel;

	private final List<Node> clusterNodes;

	private final List<Node> masterReplicaNodes;

	private PropertiesTierConnectionDetails(String prefix, TierProperties properties, @Nullable SslBundles sslBundles) {
		this.prefix = prefix;
		this.properties = properties;
		this.url = parse(properties.getUrl());
		this.login = login();
		this.sslBundle = findSslBundle(sslBundles);
		this.sentinel = sentinel();
		this.clusterNodes = nodes("cluster.nodes", properties.getCluster().getNodes());
		this.masterReplicaNodes = nodes("masterreplica.nodes", properties.getMasterreplica().getNodes());
		if (getStandalone() == null && this.sentinel == null && this.clusterNodes.isEmpty()
				&& this.masterReplicaNodes.isEmpty()) {
			throw noAddress();
		}
	}

	@Override
	public @Nullable String getUsername() {
		return this.login.username();
	}

	@Override
	public @Nullable String getPassword() {
		return this.login.password();
	}

	@Override
	public @Nullable SslBundle getSslBundle() {
		return this.sslBundle;
	}

	@Override
	public @Nullable Standalone getStandalone() {
		if (this.url != null) {
			return Standalone.of(this.url.host(), this.url.port(), this.url.database());
		}
		String host = this.properties.getHost();
		return StringUtils.hasText(host) ? Standalone.of(host, this.properties.getPort(), this.properties.getDatabase())
				: null;
	}

	@Override
	public @Nullable Sentinel getSentinel() {
		return this.sentinel;
	}

	@Override
	public @Nullable Cluster getCluster() {
		return this.clusterNodes.isEmpty() ? null : () -> this.clusterNodes;
	}

	@Override
	public @Nullable MasterReplica getMasterReplica() {
		return this.masterReplicaNodes.isEmpty() ? null : () -> this.masterReplicaNodes;
	}

	private @Nullable TierUrl parse(@Nullable String text) {
		if (!StringUtils.hasText(text)) {
			return null;
		}
		try {
			return TierUrl.parse(text);
		}
		catch (IllegalArgumentException ex) {
			throw wrong("url", TierUrl.masked(text), ex, "Write it as " + TierUrl.FORM
					+ ", with rediss:// for TLS and reserved characters of the password percent-encoded.");
		}
	}

	private Login login() {
		Login configured = new Login(this.properties.getUsername(), this.properties.getPassword());
		if (this.url == null) {
			return configured;
		}
		Login named = new Login(this.url.username(), this.url.password());
		// Spring Boot's own URL overrides both, even where it names none: what an
		// application has left over beside it must not keep it from its data.
		boolean isBoots = this.prefix.equals(TierAddresses.FALLBACK_PREFIX);
		Login used = isBoots ? named : named.completedBy(configured);
		if (!used.has(configured)) {
			logger.warn("What '%1$s.username' and '%1$s.password' say is not used, since '%1$s.url' %2$s. %3$s"
				.formatted(this.prefix, isBoots ? "overrides both, as with Spring Boot" : "names credentials itself",
						isBoots ? "Put them into the URL or remove them." : "Remove one or the other."));
		}
		return used;
	}

	private @Nullable SslBundle findSslBundle(@Nullable SslBundles sslBundles) {
		String name = this.properties.getSsl().getBundle();
		boolean tls = this.properties.getSsl().isEnabled() || (this.url != null && this.url.tls());
		if (!tls) {
			return null;
		}
		if (!StringUtils.hasText(name)) {
			return SslBundle.systemDefault();
		}
		try {
			if (sslBundles != null) {
				SslBundle bundle = sslBundles.getBundle(name);
				sslBundles.addBundleUpdateHandler(name, (renewed) -> renew(name, renewed));
				return bundle;
			}
		}
		catch (NoSuchSslBundleException ex) {
			// the same sentence as without any bundle
		}
		throw wrong("ssl.bundle", name, new IllegalArgumentException("and there is no such SSL bundle"),
				"Define it under spring.ssl.bundle, or name one that is defined there.");
	}

	private void renew(String name, SslBundle renewed) {
		this.sslBundle = renewed;
		logger.info("The SSL bundle '%s' has changed; new connections of '%s' use what it is now".formatted(name,
				this.prefix));
	}

	private @Nullable Sentinel sentinel() {
		TierProperties.Sentinel configured = this.properties.getSentinel();
		boolean named = StringUtils.hasText(configured.getMaster());
		if (!named && configured.getNodes().isEmpty()) {
			return null;
		}
		if (!named) {
			throw missing("sentinel.nodes", "sentinel.master", "the primary's name as the Sentinels know it");
		}
		if (configured.getNodes().isEmpty()) {
			throw missing("sentinel.master", "sentinel.nodes", "the Sentinels, each as host:port");
		}
		int database = (this.url != null) ? this.url.database() : this.properties.getDatabase();
		return new PropertiesSentinel(database, String.valueOf(configured.getMaster()),
				nodes("sentinel.nodes", configured.getNodes()), configured.getUsername(), configured.getPassword());
	}

	private List<Node> nodes(String name, List<String> texts) {
		List<Node> nodes = new ArrayList<>();
		for (String text : texts) {
			try {
				HostAndPort address = HostAndPort.parse(text);
				nodes.add(new Node(address.host(), address.port()));
			}
			catch (IllegalArgumentException ex) {
				throw wrong(name, TierUrl.masked(text), ex,
						"Write each node as host:port, such as redis-1:6379, with commas between them.");
			}
		}
		return List.copyOf(nodes);
	}

	private InvalidTierPropertyException wrong(String name, String value, IllegalArgumentException ex, String action) {
		String property = this.prefix + "." + name;
		return new InvalidTierPropertyException(property,
				"The property '%s' is set to '%s', %s.".formatted(property, value, ex.getMessage()), action);
	}

	private InvalidTierPropertyException missing(String set, String name, String meaning) {
		String property = this.prefix + "." + name;
		return new InvalidTierPropertyException(property,
				"The property '%s.%s' is set, but '%s' is not.".formatted(this.prefix, set, property),
				"Set '%s' to %s.".formatted(property, meaning));
	}

	// a port alone, or an application processed ahead of time that had an address then
	private InvalidTierPropertyException noAddress() {
		return new InvalidTierPropertyException(this.prefix + ".url",
				"Neither '%1$s.url' nor '%1$s.host' is set; a port alone is no address.".formatted(this.prefix),
				"Set '%s.url' to the server's address, such as redis://localhost:6379.".formatted(this.prefix));
	}

	static final class OfCache extends PropertiesTierConnectionDetails implements CacheTierConnectionDetails {

		OfCache(String prefix, CacheTierProperties properties, @Nullable SslBundles sslBundles) {
			super(prefix, properties, sslBundles);
		}

	}

	static final class OfStore extends PropertiesTierConnectionDetails implements StoreTierConnectionDetails {

		OfStore(String prefix, StoreTierProperties properties, @Nullable SslBundles sslBundles) {
			super(prefix, properties, sslBundles);
		}

	}

	/**
	 * Who logs in.
	 */
	private record Login(@Nullable String username, @Nullable String password) {

		private Login {
			username = StringUtils.hasLength(username) ? username : null;
			password = StringUtils.hasLength(password) ? password : null;
		}

		/**
		 * A user and the password of another never come together.
		 */
		Login completedBy(Login other) {
			if (this.password == null) {
				return new Login((this.username != null) ? this.username : other.username, other.password);
			}
			boolean isNameMissing = this.username == null && other.password == null;
			return isNameMissing ? new Login(other.username, this.password) : this;
		}

		boolean has(Login other) {
			return (other.username == null || other.username.equals(this.username))
					&& (other.password == null || other.password.equals(this.password));
		}

		/**
		 * Shows no secret.
		 */
		@Override
		public String toString() {
			return String.valueOf(this.username);
		}

	}

	private record PropertiesSentinel(int database, String master, List<Node> nodes, @Nullable String username,
			@Nullable String password) implements Sentinel {

		@Override
		public int getDatabase() {
			return this.database;
		}

		@Override
		public String getMaster() {
			return this.master;
		}

		@Override
		public List<Node> getNodes() {
			return this.nodes;
		}

		@Override
		public @Nullable String getUsername() {
			return this.username;
		}

		@Override
		public @Nullable String getPassword() {
			return this.password;
		}

	}

}
