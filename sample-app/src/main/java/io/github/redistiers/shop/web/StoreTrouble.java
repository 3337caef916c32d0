package io.github.redistiers.shop.web;

import io.github.redistiers.store.Applied;
import io.github.redistiers.store.StoreFailure;
import io.github.redistiers.store.StoreFullException;
import org.jspecify.annotations.Nullable;

/**
 * That the store tier failed, in words for a visitor and in words for the log.
 *
 * @param sentence what a page says
 * @param click what it says of the visitor's last click
 * @param cause what the library said
 */
record StoreTrouble(String sentence, String click, String cause) {

	/**
	 * Looks for a failure of the store behind another one; the cache tier never fails a
	 * request.
	 * @param failure what was thrown
	 * @return the store's failure, or {@code null} if it was something else
	 */
	static @Nullable StoreTrouble behind(Throwable failure) {
		StoreFailure found = StoreFailure.of(failure);
		return (found != null) ? new StoreTrouble(sentence(found), click(found.applied()),
				String.valueOf(((Throwable) found).getMessage())) : null;
	}

	private static String sentence(StoreFailure failure) {
		return (failure instanceof StoreFullException)
				? "The store tier is full: it keeps every cart it holds, and takes nothing new until it has room."
				: "The store tier does not answer, and carts, counters and sign-ins stand nowhere else. Please come back in a moment.";
	}

	private static String click(Applied applied) {
		return (applied == Applied.NO) ? "Your last click has changed nothing."
				: "Whether your last click has changed something, you will see once the store is back.";
	}

}
