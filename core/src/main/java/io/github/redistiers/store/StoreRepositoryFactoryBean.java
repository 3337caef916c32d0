package io.github.redistiers.store;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartFactoryBean;
import org.springframework.util.Assert;

/**
 * The bean of one declared repository; made eagerly, so that a wrong declaration stops
 * the start.
 *
 * @param <R> the declared interface
 */
class StoreRepositoryFactoryBean<R> implements SmartFactoryBean<R>, BeanFactoryAware {

	private final Class<R> type;

	private @Nullable BeanFactory beanFactory;

	StoreRepositoryFactoryBean(Class<R> type) {
		this.type = type;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public R getObject() {
		Assert.state(this.beanFactory != null, "No bean factory");
		StoreRepositories repositories = this.beanFactory.getBeanProvider(StoreRepositories.class).getIfAvailable();
		if (repositories == null) {
			throw new InvalidDeclarationException(
					"%s is a store repository, but there is no store tier.".formatted(this.type.getName()),
					"Set redis-tiers.store.url (or .host), or remove the repository.");
		}
		return repositories.create(this.type);
	}

	@Override
	public Class<R> getObjectType() {
		return this.type;
	}

	@Override
	public boolean isEagerInit() {
		return true;
	}

}
