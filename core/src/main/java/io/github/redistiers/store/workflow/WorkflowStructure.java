package io.github.redistiers.store.workflow;

import io.github.redistiers.store.StructureContext;
import io.github.redistiers.store.StructureFactory;

/**
 * Makes states of workflows.
 *
 * @since 0.1.0
 */
public final class WorkflowStructure implements StructureFactory<StateRepository<?>> {

	@Override
	@SuppressWarnings("unchecked") // a class literal has no type arguments
	public Class<StateRepository<?>> structure() {
		return (Class<StateRepository<?>>) (Class<?>) StateRepository.class;
	}

	@Override
	public StateRepository<?> create(StructureContext context) {
		return new RedisStates<>(context, TransitionTable.of(context.declaredType()));
	}

}
