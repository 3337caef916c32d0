package io.github.redistiers.store;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.SpringProxy;
import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.aot.BeanRegistrationCode;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.DecoratingProxy;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.ResolvableType;

/**
 * What a declared repository needs in a native image: its proxy, its methods, and the
 * fields of what it keeps as JSON, such as the payloads of jobs.
 */
class StoreRepositoryHints implements BeanRegistrationAotProcessor {

	// each structure is a package below this one
	private static final String OWN = "io.github.redistiers.store.";

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
		Object type = bean.getMergedBeanDefinition().getAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE);
		return (bean.getBeanClass() == StoreRepositoryFactoryBean.class && type instanceof Class<?> repository)
				? new Contribution(repository) : null;
	}

	private record Contribution(Class<?> type) implements BeanRegistrationAotContribution {

		@Override
		public void applyTo(GenerationContext context, BeanRegistrationCode code) {
			register(context.getRuntimeHints());
		}

		private void register(RuntimeHints hints) {
			hints.proxies().registerJdkProxy(this.type, SpringProxy.class, DecoratingProxy.class);
			Set<Class<?>> types = new LinkedHashSet<>();
			collect(this.type, types);
			for (Class<?> each : types) {
				hints.reflection().registerType(each, MemberCategory.INVOKE_PUBLIC_METHODS);
			}
			hints.reflection().registerType(this.type, MemberCategory.INVOKE_DECLARED_METHODS);
			new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), values(types));
		}

		private static void collect(Class<?> type, Set<Class<?>> types) {
			types.add(type);
			for (Class<?> extended : type.getInterfaces()) {
				collect(extended, types);
			}
		}

		/**
		 * What the application's types stand for in a structure, and what the interface's
		 * own methods take and return.
		 */
		private Type[] values(Set<Class<?>> types) {
			Stream<ResolvableType> arguments = types.stream()
				.flatMap((each) -> Arrays.stream(ResolvableType.forClass(this.type).as(each).getGenerics()));
			Stream<Type> methods = Arrays.stream(this.type.getMethods())
				.filter((method) -> !method.getDeclaringClass().getPackageName().startsWith(OWN))
				.flatMap((method) -> Stream.concat(Arrays.stream(method.getGenericParameterTypes()),
						Stream.of(method.getGenericReturnType())));
			return Stream.concat(arguments.map(ResolvableType::getType), methods)
				.map((found) -> GenericTypeResolver.resolveType(found, this.type))
				.filter((found) -> found != void.class)
				.distinct()
				.toArray(Type[]::new);
		}

	}

}
