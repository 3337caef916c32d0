package io.github.redistiers.codec;

/**
 * A value has a class that is neither the application's nor a harmless one of the JDK.
 */
class ForeignTypeException extends RuntimeException {

	ForeignTypeException(String type) {
		super("The class %s is neither in the application's packages nor a plain JDK value".formatted(type));
	}

}
