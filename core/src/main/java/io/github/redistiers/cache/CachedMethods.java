package io.github.redistiers.cache;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cache.annotation.AnnotationCacheOperationSource;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CachePutOperation;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Finds the {@code @Cacheable} and {@code @CachePut} methods of the application's beans;
 * what they return is what their caches hold.
 * <p>
 * It looks when it is first asked and once more when all singletons exist, because a
 * factory method may say less about its bean's type than the bean does.
 *
 * @since 0.1.0
 */
public final class CachedMethods implements CacheValueTypes, SmartInitializingSingleton {

	private static final Set<String> ASYNCHRONOUS = Set.of("reactor.core.publisher.Mono");

	private static final String FLUX = "reactor.core.publisher.Flux";

	private final ConfigurableListableBeanFactory beanFactory;

	private final AnnotationCacheOperationSource operations = new AnnotationCacheOperationSource(false);

	private volatile @Nullable Annotated annotated;

	/**
	 * Methods of a container's beans.
	 * @param beanFactory the container
	 */
	public CachedMethods(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.annotated = find();
	}

	@Override
	public @Nullable Type typeOf(String cacheName) {
		Set<Type> found = annotated().types().get(cacheName);
		return (found != null && found.size() == 1) ? found.iterator().next() : null;
	}

	/**
	 * The caches that methods name.
	 * @return the names
	 */
	public Set<String> cacheNames() {
		return annotated().types().keySet();
	}

	/**
	 * The caches that methods name, those that only evict included, for whichever cache
	 * manager is the application's: an annotation that names its own manager or resolver
	 * is left out.
	 * @return the names
	 */
	public Set<String> namesForAnyManager() {
		return annotated().names();
	}

	/**
	 * What cached methods take and what their caches hold.
	 */
	Set<Type> keysAndValues() {
		Annotated found = annotated();
		Set<Type> all = new HashSet<>(found.parameters());
		found.types().values().forEach(all::addAll);
		return all;
	}

	private Annotated annotated() {
		Annotated found = this.annotated;
		if (found == null) {
			found = find();
			this.annotated = found;
		}
		return found;
	}

	private Annotated find() {
		Annotated found = new Annotated(new HashMap<>(), new HashSet<>(), new HashSet<>());
		for (String name : this.beanFactory.getBeanDefinitionNames()) {
			Class<?> type = classOf(name);
			if (type != null && !type.getName().startsWith("org.springframework.")) {
				find(type, found);
			}
		}
		return found;
	}

	private void find(Class<?> beanClass, Annotated found) {
		Map<Method, Collection<CacheOperation>> methods = MethodIntrospector.selectMethods(beanClass,
				(MethodIntrospector.MetadataLookup<Collection<CacheOperation>>) (method) -> this.operations
					.getCacheOperations(method, beanClass));
		methods.values()
			.stream()
			.flatMap(Collection::stream)
			.filter((operation) -> !StringUtils.hasText(operation.getCacheManager())
					&& !StringUtils.hasText(operation.getCacheResolver()))
			.forEach((operation) -> found.names().addAll(operation.getCacheNames()));
		methods.keySet()
			.forEach((method) -> Arrays.stream(method.getGenericParameterTypes())
				.map((parameter) -> GenericTypeResolver.resolveType(parameter, beanClass))
				.forEach(found.parameters()::add));
		methods.forEach((method, operations) -> operations.stream()
			.filter((operation) -> operation instanceof CacheableOperation || operation instanceof CachePutOperation)
			.flatMap((operation) -> operation.getCacheNames().stream())
			.forEach((cache) -> found.types()
				.computeIfAbsent(cache, (name) -> new HashSet<>())
				.add(valueType(method, beanClass))));
	}

	private @Nullable Class<?> classOf(String beanName) {
		Object target = this.beanFactory.getBeanDefinition(beanName)
			.getAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE);
		Class<?> type = (target instanceof Class<?> known) ? known : this.beanFactory.getType(beanName, false);
		return (type != null) ? ClassUtils.getUserClass(type) : null;
	}

	private static Type valueType(Method method, Class<?> beanClass) {
		return content(GenericTypeResolver.resolveType(method.getGenericReturnType(), beanClass));
	}

	/**
	 * What Spring puts into the cache for a method that returns this.
	 */
	private static Type content(Type returned) {
		Class<?> raw = ResolvableType.forType(returned).resolve(Object.class);
		Type argument = (returned instanceof ParameterizedType type) ? type.getActualTypeArguments()[0] : Object.class;
		if (raw.getName().equals(FLUX)) {
			return ResolvableType.forClassWithGenerics(List.class, ResolvableType.forType(argument)).getType();
		}
		if (raw == Optional.class || CompletionStage.class.isAssignableFrom(raw)
				|| ASYNCHRONOUS.contains(raw.getName())) {
			return content(argument);
		}
		return (returned instanceof Class<?> type) ? ClassUtils.resolvePrimitiveIfNecessary(type) : returned;
	}

	/**
	 * What annotations say.
	 *
	 * @param types what caches hold
	 * @param names caches of no particular manager
	 * @param parameters what the methods take
	 */
	private record Annotated(Map<String, Set<Type>> types, Set<String> names, Set<Type> parameters) {

	}

}
