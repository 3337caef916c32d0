package io.github.redistiers.store;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.EnumSet;
import java.util.Set;

import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * How durable the methods of an interface are declared.
 *
 * @param ofType what the interface declares, or the default
 * @param levels all that its methods need
 */
record DeclaredDurability(DurabilityLevel ofType, Set<DurabilityLevel> levels) {

	static DeclaredDurability of(Class<?> type, DurabilityLevel byDefault) {
		DurabilityLevel ofType = level(type, byDefault);
		Set<DurabilityLevel> levels = EnumSet.noneOf(DurabilityLevel.class);
		for (Method method : type.getMethods()) {
			if (Modifier.isAbstract(method.getModifiers())) {
				levels.add(level(method, ofType));
			}
			// the compiler's bridge to a method that is declared again has its
			// annotations
			else if (!method.isBridge() && AnnotatedElementUtils.hasAnnotation(method, Durability.class)) {
				throw new InvalidDeclarationException("%s declares @Durability on %s(), which has a body."
					.formatted(type.getName(), method.getName()), "Declare it on the methods that the body calls.");
			}
		}
		return new DeclaredDurability(ofType, levels);
	}

	DurabilityLevel of(Method method) {
		return level(method, this.ofType);
	}

	private static DurabilityLevel level(AnnotatedElement element, DurabilityLevel otherwise) {
		Durability declared = AnnotatedElementUtils.findMergedAnnotation(element, Durability.class);
		return (declared != null) ? declared.value() : otherwise;
	}

}
