package io.github.redistiers.store.strict;

import java.util.Locale;

import io.github.redistiers.store.Applied;
import io.github.redistiers.store.StoreFailure;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * A strict template of the store tier does not send this command. Nothing was changed.
 *
 * @since 0.1.0
 */
public class RefusedCommandException extends InvalidDataAccessApiUsageException implements StoreFailure {

	private static final long serialVersionUID = 1L;

	RefusedCommandException(String command, String why, String instead) {
		super("%s through a template of the store tier is refused, because %s. %s, or allow it by redis-tiers.store.strict-allowed-commands=%s, or set redis-tiers.store.strict=false."
			.formatted(command, why, instead, command.toLowerCase(Locale.ROOT)));
	}

	@Override
	public Applied applied() {
		return Applied.NO;
	}

}
