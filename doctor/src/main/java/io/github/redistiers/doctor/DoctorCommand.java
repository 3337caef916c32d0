package io.github.redistiers.doctor;

import java.io.File;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierClientResources;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.guard.Guard;
import io.github.redistiers.guard.GuardChecks;
import io.github.redistiers.guard.GuardReport;
import io.github.redistiers.guard.GuardSettings;
import io.github.redistiers.guard.Severity;
import io.lettuce.core.resource.ClientResources;
import io.netty.resolver.DefaultAddressResolverGroup;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What can be asked of the doctor.
 */
@Command(name = "java -jar redis-tiers-doctor.jar", mixinStandardHelpOptions = true,
		versionProvider = DoctorCommand.Version.class, sortOptions = false, usageHelpWidth = 100,
		description = { "Judges a cache's and a store's server by their roles, without changing anything.",
				"The first URL is the cache's, the second the store's.", "" },
		footerHeading = "%nURLs:%n",
		footer = { "  redis://[[user:]password@]host[:port][/database]        rediss:// for TLS",
				"  redis-cluster://[[user:]password@]host[:port],…         some nodes of a cluster; all are judged",
				"  redis-sentinel://[[user:]password@]host[:port],…#name   Sentinels, and the primary's name", "",
				"So that no password stands in the list of processes, these variables of the environment",
				"are read, the same that an application reads: REDISTIERS_CACHE_PASSWORD, _USERNAME,",
				"_SENTINEL_PASSWORD, _SENTINEL_USERNAME, and REDISTIERS_STORE_…; without any URL also",
				"REDISTIERS_CACHE_URL and REDISTIERS_STORE_URL. A user without password: redis://user:@host", "",
				"Exit code: 0 nothing is to be mended; 1 something is (see --fail-on); 2 a wrong argument, or a",
				"server that could not be reached." })
final class DoctorCommand implements Callable<Integer> {

	private final Passwords passwords;

	private final PrintStream out;

	@Parameters(paramLabel = "URL", description = "The cache's address and the store's.")
	private List<String> urls = new ArrayList<>();

	@Option(names = "--cache", paramLabel = "URL", description = "Judge a cache, alone or beside --store.")
	private @Nullable String cache;

	@Option(names = "--store", paramLabel = "URL", description = "Judge a store, alone or beside --cache.")
	private @Nullable String store;

	@Option(names = "--json", description = "Print the report as JSON.")
	private boolean json;

	@Option(names = "--fail-on", paramLabel = "SEVERITY", defaultValue = "warning",
			description = "From which severity on something is to be mended: error (what keeps an application from"
					+ " starting, and what loses data now), warning or info. Default: ${DEFAULT-VALUE}.")
	private Severity failOn = Severity.WARNING;

	@Option(names = "--ask-cache-password",
			description = "Ask for the cache's password; without a terminal, take a line of the standard input.")
	private boolean askCachePassword;

	@Option(names = "--ask-store-password", description = "The same for the store, after the cache.")
	private boolean askStorePassword;

	@Option(names = "--cacert", paramLabel = "FILE", description = "Certificates to trust, PEM.")
	private @Nullable File trusted;

	@Option(names = "--cert", paramLabel = "FILE", description = "The client's certificate, PEM, with --key.")
	private @Nullable File certificate;

	@Option(names = "--key", paramLabel = "FILE", description = "The client's private key, PEM (PKCS 8).")
	private @Nullable File key;

	@Option(names = "--insecure", description = "Trust any certificate.")
	private boolean insecure;

	@Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "5",
			description = "The longest time to wait for a connection or a reply. Default: ${DEFAULT-VALUE}.")
	private int timeout;

	DoctorCommand(Map<String, String> environment, InputStream in, PrintStream out, PrintStream err) {
		this.passwords = new Passwords(environment, in, err);
		this.out = out;
	}

	@Override
	public Integer call() {
		if (this.timeout < 1) {
			throw new WrongUsageException("--timeout is less than a second.");
		}
		TlsFiles tls = new TlsFiles(this.trusted, this.certificate, this.key, this.insecure);
		List<Target> targets = new ArrayList<>();
		addresses().forEach((role, url) -> targets.add(target(role, url)));
		GuardReport report = look(targets, tls);
		Diagnosis diagnosis = new Diagnosis(report, this.failOn);
		this.out.println(this.json ? ReportDocument.json(diagnosis) : diagnosis.text());
		this.out.flush();
		return diagnosis.exitCode();
	}

	private Map<TierRole, String> addresses() {
		Map<TierRole, String> addresses = new EnumMap<>(TierRole.class);
		if (this.urls.size() == 1) {
			throw new WrongUsageException("A single URL does not say whether it is the cache's or the store's."
					+ " Write --cache or --store before it, or add the other.");
		}
		if (this.urls.size() > 2) {
			throw new WrongUsageException("There are more than two URLs: the cache's and the store's.");
		}
		if (!this.urls.isEmpty() && (this.cache != null || this.store != null)) {
			throw new WrongUsageException("Write either two URLs, or --cache and --store.");
		}
		if (!this.urls.isEmpty()) {
			addresses.put(TierRole.CACHE, this.urls.get(0));
			addresses.put(TierRole.STORE, this.urls.get(1));
			return addresses;
		}
		put(addresses, TierRole.CACHE, this.cache);
		put(addresses, TierRole.STORE, this.store);
		if (addresses.isEmpty()) {
			for (TierRole role : TierRole.values()) {
				put(addresses, role, this.passwords.variable(role, "URL"));
			}
		}
		if (addresses.isEmpty()) {
			throw new WrongUsageException("There is no server to judge. Name the cache's URL and the store's:"
					+ " java -jar redis-tiers-doctor.jar redis://cache-host redis://store-host.");
		}
		return addresses;
	}

	private static void put(Map<TierRole, String> addresses, TierRole role, @Nullable String url) {
		if (url != null) {
			addresses.put(role, url);
		}
	}

	private Target target(TierRole role, String url) {
		boolean asks = (role == TierRole.CACHE) ? this.askCachePassword : this.askStorePassword;
		try {
			return Target.of(role, ServerUrl.parse(url), this.passwords, asks);
		}
		catch (IllegalArgumentException ex) {
			// neither the URL nor a cause: nobody knows where in it the password is
			throw new WrongUsageException("The " + role.name().toLowerCase(Locale.ROOT) + "'s address is one "
					+ ex.getMessage()
					+ ". Write it as redis://[[user:]password@]host[:port][/database], with reserved characters of"
					+ " the password percent-encoded.");
		}
	}

	private GuardReport look(List<Target> targets, TlsFiles tls) {
		Duration limit = Duration.ofSeconds(this.timeout);
		ClientResources resources = TierClientResources.create((builder) -> builder.ioThreadPoolSize(2)
			.computationThreadPoolSize(2)
			.addressResolverGroup(DefaultAddressResolverGroup.INSTANCE));
		List<TierConnectionFactory> factories = new ArrayList<>();
		try {
			List<RedisTier> tiers = new ArrayList<>();
			for (Target target : targets) {
				TierConnectionFactory factory = target.connectionFactory(limit, tls, resources);
				factories.add(factory);
				factory.start();
				tiers.add(new RedisTier(target.name(), target.role(), factory));
			}
			try (Guard guard = new Guard(tiers, GuardChecks.ofServers(Clock.systemUTC()), GuardChecks.ofTiers(),
					GuardSettings.defaults())) {
				return guard.inspect();
			}
		}
		finally {
			factories.forEach(TierConnectionFactory::destroy);
			resources.shutdown();
		}
	}

	/**
	 * The version of the jar.
	 */
	static final class Version implements IVersionProvider {

		@Override
		public String[] getVersion() {
			String version = Doctor.class.getPackage().getImplementationVersion();
			return new String[] { "Redis Tiers Doctor " + Objects.requireNonNullElse(version, "(not packaged)") };
		}

	}

}
