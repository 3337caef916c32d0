package io.github.redistiers.devservices;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.api.sync.RedisCommands;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis or Valkey server as a local process, for development and tests. It listens
 * on 127.0.0.1 alone, has a folder of its own, and ends with this JVM even when that is
 * killed.
 * <p>
 * Safe for use by several threads; faults exclude each other.
 *
 * @since 0.1.0
 */
public final class RedisServer implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final int PORT_ATTEMPTS = 10;

	private final ServerSettings settings;

	private final Path folder;

	private final String adminPassword = UUID.randomUUID().toString();

	private volatile int port;

	private volatile int tlsPort;

	private volatile @Nullable ServerProcess process;

	private @Nullable AdminConnection admin;

	private boolean paused;

	private @Nullable FolderLock lock;

	private RedisServer(ServerSettings settings) {
		this.settings = settings;
		Path given = settings.dataDirectory();
		this.folder = (given != null) ? given.toAbsolutePath().normalize()
				: Path.of(System.getProperty("java.io.tmpdir"), "redis-tiers-" + UUID.randomUUID()).toAbsolutePath();
	}

	/**
	 * Describes a server.
	 * @return a builder without preset, for the server program of this machine
	 */
	public static RedisServerBuilder builder() {
		return new RedisServerBuilder();
	}

	static RedisServer start(ServerSettings settings) {
		RedisServer server = new RedisServer(settings);
		try {
			server.lockGivenFolder();
			if (settings.port() == 0) {
				server.startOnFreePort();
			}
			else {
				server.port = settings.port();
				server.tlsPort = server.freeTlsPort();
				server.startNew();
			}
			return server;
		}
		catch (RuntimeException ex) {
			server.close();
			throw ex;
		}
	}

	/**
	 * The host.
	 * @return always {@code 127.0.0.1}
	 */
	public String host() {
		return "127.0.0.1";
	}

	/**
	 * The port. It stays the same over restarts.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

	/**
	 * The port for TLS. It stays the same over restarts.
	 * @return the port; 0 if the server was started without TLS
	 */
	public int tlsPort() {
		return this.tlsPort;
	}

	/**
	 * The port that other servers, and clients that ask for the others, are told.
	 */
	int announcedPort() {
		return (this.tlsPort != 0) ? this.tlsPort : this.port;
	}

	/**
	 * The address without user and password.
	 * @return such as {@code redis://127.0.0.1:20123}
	 */
	public String address() {
		return "redis://" + host() + ":" + this.port;
	}

	/**
	 * The default user's password.
	 * @return the password; null when none is needed
	 */
	public @Nullable String password() {
		return this.settings.password();
	}

	/**
	 * The folder with the server's data, its {@code redis.conf} and its
	 * {@code server.log}.
	 * @return an absolute path
	 */
	public Path dataDirectory() {
		return this.folder;
	}

	/**
	 * The server's process id. A restart changes it.
	 * @return the process id
	 * @throws IllegalStateException when the server is not running
	 */
	public long pid() {
		return running().pid();
	}

	/**
	 * Whether the process lives. A paused one does.
	 * @return whether it lives
	 */
	public boolean isRunning() {
		ServerProcess current = this.process;
		return current != null && current.isAlive();
	}

	/**
	 * Runs a command as a user who may do everything.
	 * @param command the command's name and its arguments
	 * @return a String, a Long, a List of these, or null
	 * @throws io.lettuce.core.RedisException when the server answers with an error, or
	 * not within 10 s
	 */
	public @Nullable Object execute(String... command) {
		return admin().execute(command);
	}

	/**
	 * Commands as a user who may do everything. After a restart ask again.
	 * @return the commands of a connection that this server closes
	 */
	public RedisCommands<String, String> commands() {
		return admin().commands();
	}

	/**
	 * Ends the server in an orderly way (SIGTERM): with save points or append-only file
	 * its data is on disk.
	 */
	public synchronized void stop() {
		resume();
		end("TERM");
	}

	/**
	 * Ends the server at once (SIGKILL).
	 */
	public synchronized void kill() {
		end("KILL");
	}

	/**
	 * Starts the server again on the same port and data, after {@link #stop()} when it
	 * still runs. Returns when it has loaded its data.
	 * @throws ServerStartException when it cannot be started
	 */
	public synchronized void restart() {
		if (isRunning()) {
			stop();
		}
		if (!launch("")) {
			throw new ServerStartException("Another process holds port " + this.port + ". End it, then restart.");
		}
	}

	/**
	 * Freezes the process (SIGSTOP): connections stay open and nothing answers. Nothing
	 * happens when it is paused already.
	 */
	public synchronized void pause() {
		running().signal("STOP");
		this.paused = true;
	}

	/**
	 * Lets a paused process go on. Nothing happens when it is not paused.
	 */
	public synchronized void resume() {
		if (this.paused) {
			running().signal("CONT");
			this.paused = false;
		}
	}

	/**
	 * Makes the server refuse writes ({@code NOREPLICAS}) and answer reads.
	 */
	public void refuseWrites() {
		execute("CONFIG", "SET", "min-replicas-to-write", "1");
	}

	/**
	 * Ends {@link #refuseWrites()}.
	 */
	public void acceptWrites() {
		execute("CONFIG", "SET", "min-replicas-to-write", "0");
	}

	/**
	 * Makes the server a replica whose primary is not there: it answers reads and refuses
	 * writes ({@code READONLY}). Its data stays.
	 */
	public void makeReadOnly() {
		execute("REPLICAOF", host(), "1");
	}

	/**
	 * Makes a replica a primary, which accepts writes.
	 */
	public void makePrimary() {
		execute("REPLICAOF", "NO", "ONE");
	}

	/**
	 * Fills the memory with keys that begin with {@code dev-services:filler:}, until a
	 * server with {@code noeviction} refuses writes ({@code OOM}), or another evicts. So
	 * that it takes a moment only, {@code maxmemory} is lowered to a little above what is
	 * in use.
	 */
	public void fillToMaxmemory() {
		new MemoryFiller(this).fill();
	}

	/**
	 * Ends {@link #fillToMaxmemory()}: removes its keys and raises {@code maxmemory} to
	 * what the preset or the settings say.
	 */
	public void makeSpace() {
		new MemoryFiller(this).clear();
	}

	/**
	 * Ends the server and deletes its folder, unless that was given or is to be kept.
	 */
	@Override
	public synchronized void close() {
		if (isRunning()) {
			if (isTemporary()) {
				kill();
			}
			else {
				stop();
			}
		}
		if (isTemporary()) {
			Folders.delete(this.folder);
		}
		FolderLock held = this.lock;
		this.lock = null;
		if (held != null) {
			held.close();
		}
	}

	/**
	 * Puts the server back to its first state: running, empty, with its first
	 * configuration, on the same port.
	 */
	synchronized void replace() {
		if (isRunning()) {
			kill();
		}
		Folders.delete(this.folder);
		startNew();
	}

	String adminPassword() {
		return this.adminPassword;
	}

	boolean isPaused() {
		return this.paused;
	}

	private void lockGivenFolder() {
		if (this.settings.dataDirectory() != null) {
			this.lock = FolderLock.take(this.folder);
		}
	}

	private void startNew() {
		if (!launch(this.settings.configuration(this.folder, this.port, this.tlsPort, this.adminPassword))) {
			throw new ServerStartException("Another process holds port " + this.port + ". End it, or name none.");
		}
	}

	private void startOnFreePort() {
		for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
			this.port = FreePort.find();
			this.tlsPort = freeTlsPort();
			if (launch(this.settings.configuration(this.folder, this.port, this.tlsPort, this.adminPassword))) {
				return;
			}
		}
		throw new ServerStartException("Other processes took " + PORT_ATTEMPTS
				+ " ports on 127.0.0.1 while a server started. Name a port that is free.");
	}

	private int freeTlsPort() {
		return (this.settings.certificate() != null) ? FreePort.find() : 0;
	}

	private boolean launch(String configuration) {
		List<String> command = new ArrayList<>(
				List.of(this.settings.executable().toString(), this.folder.resolve("redis.conf").toString()));
		command.addAll(this.settings.arguments());
		ServerProcess started = ServerProcess.start(this.folder, isTemporary(), configuration,
				this.settings.environment(), command);
		this.process = started;
		this.paused = false;
		closeAdmin();
		this.admin = new ServerStart(this.settings, started, this.folder, this.port).await(this::connect);
		return this.admin != null;
	}

	private void end(String signal) {
		ServerProcess current = running();
		current.signal(signal);
		if (!current.awaitEnd(PATIENCE)) {
			throw new IllegalStateException("Process " + current.pid() + " did not end on SIG" + signal + ".");
		}
		this.paused = false;
		closeAdmin();
	}

	private ServerProcess running() {
		ServerProcess current = this.process;
		if (current == null || !current.isAlive()) {
			throw new IllegalStateException("The server on port " + this.port + " is not running. Restart it first.");
		}
		return current;
	}

	private synchronized AdminConnection admin() {
		running();
		AdminConnection current = this.admin;
		if (current == null || !current.isOpen()) {
			current = connect();
			this.admin = current;
		}
		return current;
	}

	private AdminConnection connect() {
		return AdminConnection.open(RedisURI.builder()
			.withHost(host())
			.withPort(this.port)
			// with plain credentials Lettuce waits for a thread of the common pool, which
			// the application may need
			.withAuthentication(new StaticCredentialsProvider(ServerSettings.ADMIN, this.adminPassword.toCharArray()))
			.build());
	}

	private void closeAdmin() {
		AdminConnection current = this.admin;
		this.admin = null;
		if (current != null) {
			current.close();
		}
	}

	private boolean isTemporary() {
		return !this.settings.keepData() && this.settings.dataDirectory() == null;
	}

}
