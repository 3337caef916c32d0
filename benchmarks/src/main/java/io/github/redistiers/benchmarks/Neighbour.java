package io.github.redistiers.benchmarks;

import java.io.IOException;
import java.util.List;

/**
 * Another client in a process of its own, so that neither the filling nor the clearing
 * costs it garbage collections.
 */
final class Neighbour implements AutoCloseable {

	private final JavaProcess process;

	/**
	 * A neighbour that calls from now on.
	 * @param address the server
	 * @param keys how many keys of the crowd there are
	 */
	Neighbour(String address, int keys) throws IOException {
		this.process = JavaProcess.launch(NeighbourClient.class, List.of(address, String.valueOf(keys)));
		this.process.await(NeighbourClient.READY);
	}

	/**
	 * Measures the longest call that there is during something.
	 * @param something what disturbs it
	 * @return milliseconds
	 */
	double worstDuring(Runnable something) throws IOException {
		ask(NeighbourClient.BEGIN);
		something.run();
		return ask(NeighbourClient.END) / 1000.0;
	}

	private long ask(String word) throws IOException {
		this.process.tell(word);
		return Long.parseLong(this.process.await(NeighbourClient.WORST));
	}

	@Override
	public void close() throws IOException {
		this.process.close();
	}

}
