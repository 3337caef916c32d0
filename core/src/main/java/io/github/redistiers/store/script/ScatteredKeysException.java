package io.github.redistiers.store.script;

import java.util.List;

import io.github.redistiers.store.Applied;
import io.github.redistiers.store.StoreFailure;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * The keys of one call of a script do not have the same hash tag, so that a cluster would
 * refuse them. Nothing was sent, whether there is a cluster or not.
 *
 * @since 0.1.0
 */
public class ScatteredKeysException extends InvalidDataAccessApiUsageException implements StoreFailure {

	private static final long serialVersionUID = 1L;

	ScatteredKeysException(DeclaredScript declared, List<String> keys) {
		super("The keys of %s are in different slots of a cluster: %s. Give them the same {tag}, or the repository a group."
			.formatted(declared, keys));
	}

	@Override
	public Applied applied() {
		return Applied.NO;
	}

}
