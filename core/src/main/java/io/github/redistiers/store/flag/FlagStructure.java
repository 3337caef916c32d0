package io.github.redistiers.store.flag;

import io.github.redistiers.store.StructureContext;
import io.github.redistiers.store.StructureFactory;

/**
 * Makes flags.
 *
 * @since 0.1.0
 */
public final class FlagStructure implements StructureFactory<FlagRepository> {

	static final String NAME = "flag";

	@Override
	public Class<FlagRepository> structure() {
		return FlagRepository.class;
	}

	@Override
	public FlagRepository create(StructureContext context) {
		return new RedisFlags(context);
	}

	@Override
	public boolean isReadFromMemory() {
		return true;
	}

}
