package io.github.redistiers.store.script;

import io.github.redistiers.store.Applied;
import io.github.redistiers.store.StoreFailure;

import org.springframework.dao.InvalidDataAccessResourceUsageException;

/**
 * A script of the application ended with an error, its own ({@code redis.error_reply}) or
 * Lua's; it does not compile ({@link Applied#NO}); or it answered something else than its
 * method returns ({@link Applied#YES}). What the server says is the cause's message.
 *
 * @since 0.1.0
 */
public class ScriptFailedException extends InvalidDataAccessResourceUsageException implements StoreFailure {

	private static final long serialVersionUID = 1L;

	private final Applied applied;

	/**
	 * A failure.
	 * @param message a sentence for people
	 * @param applied whether anything was changed
	 * @param cause what was thrown below
	 */
	public ScriptFailedException(String message, Applied applied, Throwable cause) {
		super(message, cause);
		this.applied = applied;
	}

	/**
	 * Whether the script changed anything. What it had written before an error remains,
	 * and nobody looks at what that was.
	 * @return {@link Applied#UNKNOWN} after an error of the script
	 */
	@Override
	public Applied applied() {
		return this.applied;
	}

}
