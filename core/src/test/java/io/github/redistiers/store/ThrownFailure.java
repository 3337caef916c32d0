package io.github.redistiers.store;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What a call on the store throws, as tests see it.
 */
final class ThrownFailure {

	private ThrownFailure() {
	}

	/**
	 * A call fails under this name and says whether it was applied.
	 * @return what it threw
	 */
	static Throwable assertNamed(Runnable call, Class<?> name, Applied applied) {
		Throwable failure = catchThrowable(call::run);
		assertThat(failure).as("thrown").isInstanceOf(DataAccessException.class);
		StoreFailure named = StoreFailure.of(failure);
		assertThat(named).as(String.valueOf(failure)).isInstanceOf(name);
		if (named != null) {
			assertThat(named.applied()).as(String.valueOf(failure)).isEqualTo(applied);
			assertThat(named.isRetrySafe()).isEqualTo(applied == Applied.NO);
		}
		return failure;
	}

	/**
	 * Waits for an asynchronous call and throws what it failed with.
	 */
	static void join(CompletionStage<?> stage) {
		try {
			stage.toCompletableFuture().join();
		}
		catch (CompletionException ex) {
			throw (RuntimeException) ex.getCause();
		}
	}

}
