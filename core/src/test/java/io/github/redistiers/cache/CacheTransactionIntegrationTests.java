package io.github.redistiers.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redistiers.devservices.RedisServerExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.cache.Cache;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CacheTransactionIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.cache();

	private final NoDatabase transactions = new NoDatabase();

	private final TransactionTemplate transaction = new TransactionTemplate(this.transactions);

	private TestCaches caches;

	private TestCaches others;

	private Cache texts;

	private Cache theirs;

	@BeforeEach
	void start() {
		server.execute("FLUSHALL");
		this.caches = new TestCaches(server.get());
		this.others = new TestCaches(server.get());
		this.texts = this.caches.cache("texts");
		this.theirs = this.others.cache("texts");
	}

	@AfterEach
	void stop() {
		this.caches.close();
		this.others.close();
	}

	@Test
	void putsAndEvictsAfterTheCommit() {
		this.texts.put("a", "old");
		this.texts.put("b", "old");
		this.transaction.executeWithoutResult((status) -> {
			this.texts.put("a", "new");
			this.texts.evict("b");
			assertThat(this.theirs.get("a", String.class)).isEqualTo("old");
			assertThat(this.theirs.get("b", String.class)).isEqualTo("old");
		});
		assertThat(this.theirs.get("a", String.class)).isEqualTo("new");
		assertThat(this.theirs.get("b")).isNull();
	}

	@Test
	void clearsAfterTheCommit() {
		this.texts.put("a", "old");
		this.transaction.executeWithoutResult((status) -> {
			this.texts.clear();
			assertThat(this.theirs.get("a", String.class)).isEqualTo("old");
			assertThat(this.texts.get("a")).isNull();
			assertThat(this.texts.get("z", () -> "loaded")).isEqualTo("loaded");
		});
		assertThat(this.texts.get("a")).isNull();
		assertThat(this.texts.get("z")).isNull();
	}

	@Test
	void doesNothingAfterARollback() {
		this.texts.put("a", "old");
		this.transaction.executeWithoutResult((status) -> {
			this.texts.put("a", "new");
			this.texts.put("b", "new");
			this.texts.get("c", () -> "uncommitted");
			status.setRollbackOnly();
		});
		assertThat(this.texts.get("a", String.class)).isEqualTo("old");
		assertThat(this.texts.get("b")).isNull();
		assertThat(this.texts.get("c")).isNull();
	}

	@Test
	void evictsWhatSomebodyEvictsUponTheCommit() {
		this.texts.put("a", "old");
		this.texts.put("b", "old");
		this.transaction.executeWithoutResult((status) -> onCommit(() -> this.texts.evict("a")));
		assertThat(this.theirs.get("a")).isNull();
		this.transaction.executeWithoutResult((status) -> {
			this.texts.evict("a");
			onCommit(() -> this.texts.evict("b"));
		});
		assertThat(this.theirs.get("b")).isNull();
	}

	private static void onCommit(Runnable action) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				action.run();
			}

		});
	}

	@Test
	void evictsWhatMayHaveBeenCommitted() {
		this.texts.put("a", "old");
		this.texts.put("b", "old");
		this.texts.put("c", "old");
		this.transactions.losesItsConnection = true;
		assertThatExceptionOfType(TransactionSystemException.class)
			.isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
				this.texts.put("a", "new");
				this.texts.evict("b");
			}));
		assertThat(this.theirs.get("a")).isNull();
		assertThat(this.theirs.get("b")).isNull();
		assertThat(this.theirs.get("c", String.class)).isEqualTo("old");
		assertThatExceptionOfType(TransactionSystemException.class)
			.isThrownBy(() -> this.transaction.executeWithoutResult((status) -> this.texts.clear()));
		assertThat(this.theirs.get("c")).isNull();
	}

	@Test
	void bypassesTheCacheForKeysThatTheTransactionChanged() {
		this.texts.put("a", "old");
		AtomicInteger loads = new AtomicInteger();
		this.transaction.executeWithoutResult((status) -> {
			assertThat(this.texts.get("a", String.class)).isEqualTo("old");
			this.texts.evict("a");
			assertThat(this.texts.get("a")).isNull();
			assertThat(this.texts.get("a", () -> "mine" + loads.incrementAndGet())).isEqualTo("mine1");
			assertThat(this.texts.get("a", () -> "mine" + loads.incrementAndGet())).isEqualTo("mine2");
			assertThat(this.theirs.get("a", String.class)).isEqualTo("old");
		});
		assertThat(this.texts.get("a")).isNull();
	}

	@Test
	void keepsWhatAWritingTransactionLoadedAfterItsCommit() {
		this.transaction.executeWithoutResult((status) -> {
			this.texts.get("a", () -> "loaded");
			assertThat(this.theirs.get("a")).isNull();
		});
		assertThat(this.theirs.get("a", String.class)).isEqualTo("loaded");
	}

	@Test
	void keepsWhatAReadOnlyTransactionLoadedAtOnce() {
		this.transaction.setReadOnly(true);
		this.transaction.executeWithoutResult((status) -> {
			this.texts.get("a", () -> "loaded");
			assertThat(this.theirs.get("a", String.class)).isEqualTo("loaded");
		});
	}

	@Test
	void doesNotKeepWhatAnotherEvictedBeforeTheCommit() {
		this.transaction.executeWithoutResult((status) -> {
			this.texts.get("a", () -> "stale");
			this.theirs.evict("a");
		});
		assertThat(this.texts.get("a")).isNull();
	}

	@Test
	void keepsNothingThatAWritingTransactionLoadedAsynchronously() {
		this.transaction.executeWithoutResult((status) -> {
			assertThat(this.texts.retrieve("a", () -> CompletableFuture.completedFuture("uncommitted")).join())
				.isEqualTo("uncommitted");
			InvocationCache invocation = new InvocationCache((CacheTierCache) this.texts);
			assertThat(invocation.retrieve("b").join()).isNull();
			invocation.put("b", "uncommitted");
			status.setRollbackOnly();
		});
		assertThat(this.texts.get("a")).isNull();
		assertThat(this.texts.get("b")).isNull();
	}

	@Test
	void sharesNothingThatAWritingTransactionIsLoading() throws Exception {
		CountDownLatch loading = new CountDownLatch(1);
		CountDownLatch joined = new CountDownLatch(1);
		ExecutorService thread = Executors.newSingleThreadExecutor();
		try {
			Future<?> writing = thread.submit(() -> this.transaction.executeWithoutResult((status) -> {
				this.texts.get("a", () -> {
					loading.countDown();
					return joined.await(30, TimeUnit.SECONDS) ? "uncommitted" : "alone";
				});
				status.setRollbackOnly();
			}));
			assertThat(loading.await(30, TimeUnit.SECONDS)).isTrue();
			assertThat(this.texts.get("a", () -> "committed")).isEqualTo("committed");
			joined.countDown();
			writing.get(30, TimeUnit.SECONDS);
		}
		finally {
			thread.shutdownNow();
		}
	}

	@Test
	void keepsNothingThatWasReadFromASnapshot() {
		this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
		this.transaction.setReadOnly(true);
		this.transaction.executeWithoutResult((status) -> this.texts.get("a", () -> "older than the lease"));
		assertThat(this.texts.get("a")).isNull();
	}

	@Test
	void leavesASuspendedTransactionAlone() {
		TransactionTemplate inner = new TransactionTemplate(this.transactions);
		inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.transaction.executeWithoutResult((status) -> {
			this.texts.put("a", "outer");
			inner.executeWithoutResult((nested) -> {
				assertThat(this.texts.get("a")).isNull();
				this.texts.put("b", "inner");
			});
			assertThat(this.theirs.get("b", String.class)).isEqualTo("inner");
			status.setRollbackOnly();
		});
		assertThat(this.texts.get("a")).isNull();
	}

	@Test
	void evictsAtOnceAndAfterTheCommitWhenAskedForTheFormer() {
		this.texts.put("a", "old");
		this.transaction.executeWithoutResult((status) -> {
			assertThat(this.texts.evictIfPresent("a")).isTrue();
			assertThat(this.theirs.get("a", () -> "still old")).isEqualTo("still old");
		});
		assertThat(this.theirs.get("a")).isNull();
	}

	@Test
	void putsIfAbsentAfterTheCommit() {
		this.transaction.executeWithoutResult((status) -> {
			assertThat(this.texts.putIfAbsent("a", "mine")).isNull();
			assertThat(this.theirs.get("a")).isNull();
		});
		assertThat(this.theirs.get("a", String.class)).isEqualTo("mine");
	}

	/**
	 * Transactions of nothing but their synchronizations.
	 */
	static final class NoDatabase extends AbstractPlatformTransactionManager {

		private static final long serialVersionUID = 1L;

		private boolean losesItsConnection;

		@Override
		protected Object doGetTransaction() {
			return new Object();
		}

		@Override
		protected boolean isExistingTransaction(Object transaction) {
			return TransactionSynchronizationManager.isActualTransactionActive();
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected Object doSuspend(Object transaction) {
			return transaction;
		}

		@Override
		protected void doResume(@Nullable Object transaction, Object suspended) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			if (this.losesItsConnection) {
				throw new TransactionSystemException("The connection was lost, on purpose");
			}
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

		@Override
		protected void doSetRollbackOnly(DefaultTransactionStatus status) {
		}

	}

}
