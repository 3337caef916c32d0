package io.github.redistiers.codec.foreign;

/**
 * A class outside of the allowed packages that tells when it was initialised.
 */
public class Gadget {

	static {
		System.setProperty("redis-tiers.test.gadget", "initialised");
	}

}
