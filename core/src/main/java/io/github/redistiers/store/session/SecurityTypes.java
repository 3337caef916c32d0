package io.github.redistiers.store.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.github.redistiers.codec.TypedJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import org.springframework.security.jackson.SecurityJacksonModule;
import org.springframework.security.jackson.SecurityJacksonModules;
import org.springframework.util.ClassUtils;

/**
 * What Spring Security keeps in sessions, where it is there: by its own Jackson modules,
 * and those classes alone that these allow.
 */
final class SecurityTypes {

	private SecurityTypes() {
	}

	static TypedJson json(Collection<String> packages, @Nullable ClassLoader classLoader) {
		ClassLoader loader = (classLoader != null) ? classLoader : ClassUtils.getDefaultClassLoader();
		if (loader == null) {
			loader = SecurityTypes.class.getClassLoader();
		}
		List<JacksonModule> modules = new ArrayList<>();
		BasicPolymorphicTypeValidator.Builder allowed = BasicPolymorphicTypeValidator.builder();
		for (JacksonModule module : SecurityJacksonModules.getModules(loader)) {
			// the last one would name and allow classes in its own way
			if (module instanceof SecurityJacksonModule security) {
				security.configurePolymorphicTypeValidator(allowed);
				modules.add(security);
			}
		}
		modules.add(new SignInFailures());
		SignInFailures.allow(allowed);
		return new TypedJson(packages, classLoader, modules, allowed.build());
	}

}
