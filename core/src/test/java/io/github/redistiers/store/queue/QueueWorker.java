package io.github.redistiers.store.queue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.store.TestStore;
import io.github.redistiers.store.queue.TestQueues.OrderQueue;

/**
 * A process that handles jobs and writes down which, with the attempt: each in a line of
 * the same length, before the job is done. It ends when its input does.
 */
final class QueueWorker implements AutoCloseable {

	static final Duration LEASE = Duration.ofSeconds(2);

	/**
	 * So many attempts that none is the last, however often something dies.
	 */
	static final QueueSettings SETTINGS = new QueueSettings(LEASE, Duration.ofHours(1), JobOptions.MOST_ATTEMPTS, 1000,
			Duration.ofSeconds(2), Duration.ofSeconds(30));

	private static final int THREADS = 2;

	private static final int TOGETHER = 50;

	/**
	 * How many jobs one can have at a time: those that its threads handle, and as many
	 * that were fetched ahead.
	 */
	static final int MOST_AT_A_TIME = 2 * THREADS * TOGETHER;

	private static final String LINE = "%07d %04d\n";

	private static final int LENGTH = 13;

	private final Process process;

	private final Path folder;

	private QueueWorker(Process process, Path folder) {
		this.process = process;
		this.folder = folder;
	}

	/**
	 * Starts one that handles lists of jobs in two threads.
	 * @param servers as {@link TestQueues#store} takes them
	 */
	static QueueWorker start(String servers, Path folder) throws IOException {
		return start("lists", servers, folder);
	}

	/**
	 * Starts one that handles one job at a time, once it is told to go on.
	 */
	static QueueWorker startHeld(RedisServer server, Path folder) throws IOException {
		return start("held", server.host() + ":" + server.port(), folder);
	}

	private static QueueWorker start(String kind, String servers, Path folder) throws IOException {
		Files.createDirectory(folder);
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
				QueueWorker.class.getName(), servers, folder.toString(), kind);
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT)
			.redirectOutput(folder.resolve("log").toFile())
			.start();
		return new QueueWorker(process, folder);
	}

	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	/**
	 * Stops the whole process, as a virtual machine that is moved.
	 */
	void pause() throws Exception {
		signal("STOP");
	}

	void wake() throws Exception {
		signal("CONT");
	}

	private void signal(String name) throws Exception {
		Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(this.process.pid())).start();
		if (kill.waitFor() != 0) {
			throw new IllegalStateException("No process to send SIG" + name);
		}
	}

	void goOn() throws IOException {
		this.process.outputWriter().append('\n').flush();
	}

	/**
	 * How many attempts it has handled.
	 */
	long count() throws IOException {
		Path file = this.folder.resolve("handled");
		return Files.exists(file) ? Files.size(file) / LENGTH : 0;
	}

	/**
	 * What it has handled.
	 */
	List<Handled> handled() throws IOException {
		Path file = this.folder.resolve("handled");
		if (Files.notExists(file)) {
			return List.of();
		}
		return Files.readAllLines(file)
			.stream()
			// the last one may have been cut off, before it was done
			.filter((line) -> line.length() == LENGTH - 1)
			.map(Handled::of)
			.toList();
	}

	/**
	 * How many jobs it has begun to handle.
	 */
	long begun() throws IOException {
		return lines("begun");
	}

	/**
	 * How many leases it knows to be lost.
	 */
	long lost() throws IOException {
		return lines("lost");
	}

	/**
	 * What it has logged.
	 */
	String log() throws IOException {
		return Files.readString(this.folder.resolve("log"));
	}

	private long lines(String name) throws IOException {
		Path file = this.folder.resolve(name);
		return Files.exists(file) ? Files.readAllLines(file).size() : 0;
	}

	/**
	 * Lets it end by itself.
	 * @return what it has returned
	 */
	int end() throws Exception {
		this.process.outputWriter().close();
		return this.process.waitFor();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	public static void main(String[] arguments) throws Exception {
		Path folder = Path.of(arguments[1]);
		JobObserver observer = new JobObserver() {
			@Override
			public void lostLease(String queue) {
				append(folder, "lost", "lost\n");
			}
		};
		try (TestStore store = TestQueues.store(arguments[0], TestQueues.structure(SETTINGS, observer))) {
			OrderQueue queue = store.repositories().create(OrderQueue.class, "orders");
			CountDownLatch go = new CountDownLatch(arguments[2].equals("held") ? 1 : 0);
			try (JobListenerContainer listener = (go.getCount() == 0)
					? queue.listen(JobListenerSettings.defaults().with(THREADS, TOGETHER), (jobs) -> note(folder, jobs))
					: queue.listen(JobListenerSettings.defaults().with(1, 20), JobHandler.ofSingle((job) -> {
						append(folder, "begun", "begun\n");
						go.await();
						note(folder, List.of(job));
					}))) {
				BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
				while (input.readLine() != null) {
					go.countDown();
				}
			}
		}
	}

	private static void note(Path folder, List<Job<Order>> jobs) {
		append(folder, "handled",
				jobs.stream()
					.map((job) -> LINE.formatted(job.payload().number(), job.attempt()))
					.collect(Collectors.joining()));
	}

	private static synchronized void append(Path folder, String name, String text) {
		try {
			Files.writeString(folder.resolve(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * An attempt that was handled.
	 *
	 * @param number the job's
	 * @param attempt which one it was
	 */
	record Handled(int number, int attempt) {

		static Handled of(String line) {
			String[] parts = line.split(" ");
			return new Handled(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
		}

	}

}
