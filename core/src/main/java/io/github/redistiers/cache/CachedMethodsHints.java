package io.github.redistiers.cache;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cache.interceptor.SimpleKey;

/**
 * What caches need in a native image: the fields of what cached methods return, which
 * becomes JSON, and of what they take, which becomes keys.
 */
class CachedMethodsHints implements BeanFactoryInitializationAotProcessor, RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection().registerType(SimpleKey.class, (type) -> type.withField(CacheKeyText.PARTS_FIELD));
	}

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory.getBeanNamesForType(CachedMethods.class, true, false).length == 0) {
			return null;
		}
		Type[] types = new CachedMethods(beanFactory).keysAndValues().toArray(Type[]::new);
		return (context, code) -> new BindingReflectionHintsRegistrar()
			.registerReflectionHints(context.getRuntimeHints().reflection(), types);
	}

}
