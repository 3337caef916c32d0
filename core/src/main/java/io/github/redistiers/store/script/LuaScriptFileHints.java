package io.github.redistiers.store.script;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * Takes the application's own scripts along into a native image.
 */
class LuaScriptFileHints implements BeanRegistrationAotProcessor {

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
		Object type = bean.getMergedBeanDefinition().getAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE);
		List<String> files = (type instanceof Class<?> repository && repository.isInterface())
				? Stream.of(repository.getMethods()).flatMap(LuaScriptFileHints::file).toList() : List.of();
		return files.isEmpty() ? null
				: (context, code) -> files.forEach(context.getRuntimeHints().resources()::registerPattern);
	}

	private static Stream<String> file(Method method) {
		LuaScript script = AnnotatedElementUtils.findMergedAnnotation(method, LuaScript.class);
		if (script == null) {
			return Stream.empty();
		}
		String name = script.value();
		return Stream.of(name.startsWith("/") ? name.substring(1)
				: ClassUtils.classPackageAsResourcePath(method.getDeclaringClass()) + "/" + name);
	}

}
