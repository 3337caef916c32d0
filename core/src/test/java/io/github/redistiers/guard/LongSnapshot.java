package io.github.redistiers.guard;

import java.io.IOException;

import io.github.redistiers.devservices.RedisServer;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A snapshot that a server writes until a test ends it.
 *
 * @param process what writes it
 */
record LongSnapshot(ProcessHandle process) implements AutoCloseable {

	/**
	 * Begins a snapshot of a server with many keys.
	 */
	static LongSnapshot of(RedisServer server) {
		// as a replica writes its file anew once it has its copy
		Awaitility.await()
			.until(() -> WrongState.info(server, "aof_rewrite_in_progress")
					+ WrongState.info(server, "aof_rewrite_scheduled")
					+ WrongState.info(server, "rdb_bgsave_in_progress") == 0);
		// a second for each key; what is written later takes no longer than usual
		server.execute("CONFIG", "SET", "rdb-key-save-delay", "1000000");
		server.execute("BGSAVE");
		server.execute("CONFIG", "SET", "rdb-key-save-delay", "0");
		assertThat(WrongState.info(server, "rdb_bgsave_in_progress")).isEqualTo(1);
		ProcessHandle process = ProcessHandle.of(WrongState.info(server, "process_id"))
			.orElseThrow()
			.children()
			.findFirst()
			.orElseThrow();
		return new LongSnapshot(process);
	}

	/**
	 * Ends it as the server itself would, which is no failure to it.
	 */
	void end() throws IOException, InterruptedException {
		assertThat(new ProcessBuilder("kill", "-USR1", String.valueOf(this.process.pid())).start().waitFor()).isZero();
		Awaitility.await().until(() -> !this.process.isAlive());
	}

	/**
	 * Ends it in a way that is a failure.
	 */
	void fail() {
		this.process.destroyForcibly();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
