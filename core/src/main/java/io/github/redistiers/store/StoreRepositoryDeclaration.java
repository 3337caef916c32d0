package io.github.redistiers.store;

/**
 * What an interface says about itself with {@link StoreRepository}.
 */
record StoreRepositoryDeclaration<R>(Class<R> type, RepositoryName name) {

	static <R> StoreRepositoryDeclaration<R> of(Class<R> type) {
		StoreRepository annotation = type.getAnnotation(StoreRepository.class);
		if (annotation == null) {
			throw new InvalidDeclarationException("%s has no @StoreRepository.".formatted(type.getName()),
					"Annotate the interface with @StoreRepository(\"<name>\"), or give the name when you create it.");
		}
		return new StoreRepositoryDeclaration<>(requireInterface(type), nameOf(type, annotation));
	}

	static <R> Class<R> requireInterface(Class<R> type) {
		if (!type.isInterface() || type.isAnnotation()) {
			throw new InvalidDeclarationException(
					"@StoreRepository stands on %s, which is not an interface.".formatted(type.getName()),
					"Declare an interface that extends a structure, such as CounterRepository; the starter implements it.");
		}
		return type;
	}

	private static RepositoryName nameOf(Class<?> type, StoreRepository annotation) {
		try {
			return new RepositoryName(annotation.value(), annotation.group());
		}
		catch (InvalidDeclarationException ex) {
			throw new InvalidDeclarationException("%s: %s".formatted(type.getName(), ex.problem()), ex.remedy());
		}
	}

}
