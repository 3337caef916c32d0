package io.github.redistiers.test.slice;

import org.springframework.stereotype.Component;

/**
 * A component that a test of the tiers has no use for.
 */
@Component
class Unwanted {

	Unwanted() {
		throw new IllegalStateException("nobody wants this here");
	}

}
