package io.github.redistiers.guard;

import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The looks of a watch, one after the other.
 */
final class Looks implements GuardListener {

	private final BlockingQueue<GuardReport> reports = new LinkedBlockingQueue<>();

	@Override
	public void changed(VerdictChange change) {
		// not what it is about
	}

	@Override
	public void looked(GuardReport report) {
		this.reports.add(report);
	}

	/**
	 * What was found at the next look, which is waited for.
	 */
	GuardReport next() throws InterruptedException {
		return Objects.requireNonNull(this.reports.poll(30, TimeUnit.SECONDS), "Nobody looked");
	}

	int waiting() {
		return this.reports.size();
	}

}
