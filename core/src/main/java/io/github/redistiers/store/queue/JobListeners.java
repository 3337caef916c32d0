package io.github.redistiers.store.queue;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.Assert;

/**
 * Finds the methods that are a {@link JobListener} and has them handle jobs for as long
 * as the application runs.
 *
 * @since 0.1.0
 */
public final class JobListeners
		implements BeanPostProcessor, BeanFactoryAware, SmartInitializingSingleton, SmartLifecycle {

	private final List<JobListenerMethod> methods = new ArrayList<>();

	private final Set<Class<?>> without = ConcurrentHashMap.newKeySet();

	private final List<JobListenerContainer> containers = new ArrayList<>();

	private @Nullable ConfigurableBeanFactory beanFactory;

	private volatile boolean isRunning;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = (ConfigurableBeanFactory) beanFactory;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Class<?> type = AopUtils.getTargetClass(bean);
		if (this.without.contains(type) || !AnnotationUtils.isCandidateClass(type, JobListener.class)) {
			return bean;
		}
		Map<Method, JobListener> found = MethodIntrospector.selectMethods(type,
				(MetadataLookup<JobListener>) (method) -> AnnotatedElementUtils.findMergedAnnotation(method,
						JobListener.class));
		if (found.isEmpty()) {
			this.without.add(type);
		}
		synchronized (this.methods) {
			found.forEach((method, declared) -> this.methods.add(new JobListenerMethod(bean,
					AopUtils.selectInvocableMethod(method, bean.getClass()), declared, this::resolved)));
		}
		return bean;
	}

	private String resolved(String text) {
		String resolved = beanFactory().resolveEmbeddedValue(text);
		return (resolved != null) ? resolved : "";
	}

	private ConfigurableBeanFactory beanFactory() {
		ConfigurableBeanFactory found = this.beanFactory;
		Assert.state(found != null, "There is no bean factory yet");
		return found;
	}

	/**
	 * All declarations are read before one listener begins.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		forEach(JobListenerMethod::check);
	}

	@Override
	public void start() {
		this.isRunning = true;
		forEach((method, queue) -> this.containers.add(method.listen(queue)));
	}

	private void forEach(BiConsumer<JobListenerMethod, QueueRepository<?>> action) {
		synchronized (this.methods) {
			if (!this.methods.isEmpty()) {
				Map<String, QueueRepository<?>> queues = queues();
				this.methods.forEach((method) -> action.accept(method, queue(method, queues)));
			}
		}
	}

	private Map<String, QueueRepository<?>> queues() {
		Map<String, QueueRepository<?>> queues = new HashMap<>();
		((ListableBeanFactory) beanFactory()).getBeansOfType(QueueRepository.class)
			.values()
			.forEach((queue) -> queues.put(queue.name(), queue));
		return queues;
	}

	private static QueueRepository<?> queue(JobListenerMethod method, Map<String, QueueRepository<?>> queues) {
		QueueRepository<?> queue = queues.get(method.queue());
		if (queue == null) {
			throw method.invalid("has no queue",
					queues.isEmpty()
							? "Declare it: @StoreRepository(\"%s\") interface … extends QueueRepository<…>."
								.formatted(method.queue())
							: "Declare it, or name one that is declared: %s."
								.formatted(String.join(", ", new TreeSet<>(queues.keySet()))),
					null);
		}
		return queue;
	}

	/**
	 * All of them stop first, and then wait for their jobs together.
	 */
	@Override
	public void stop() {
		synchronized (this.methods) {
			this.isRunning = false;
			this.containers.forEach(JobListenerContainer::stop);
			List<Thread> closing = this.containers.stream()
				.map((container) -> new Thread(container::close, "redis-tiers-jobs-close"))
				.toList();
			closing.forEach(Thread::start);
			try {
				for (Thread thread : closing) {
					thread.join();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			this.containers.clear();
		}
	}

	@Override
	public boolean isRunning() {
		return this.isRunning;
	}

}
