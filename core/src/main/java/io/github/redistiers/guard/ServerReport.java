package io.github.redistiers.guard;

import org.jspecify.annotations.Nullable;

/**
 * One server in the guard's report.
 *
 * @param address its address without credentials
 * @param product what it is, such as {@code Redis 7.0.15}, or {@code null} if it does not
 * tell
 * @param info what it tells about itself; {@code null} if it does not tell, or could not
 * be reached
 * @param problem why it could not be reached, or {@code null} if it was
 * @since 0.1.0
 */
public record ServerReport(String address, @Nullable String product, @Nullable ServerInfo info,
		@Nullable String problem) {

	/**
	 * Returns whether the server could be reached.
	 * @return whether it could
	 */
	public boolean reached() {
		return this.problem == null;
	}

}
