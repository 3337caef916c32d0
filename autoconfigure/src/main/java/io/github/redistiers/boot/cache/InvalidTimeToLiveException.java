package io.github.redistiers.boot.cache;

import java.time.Duration;

import org.springframework.boot.convert.DurationStyle;

/**
 * A property says that cache entries should not expire, or at once.
 *
 * @since 0.1.0
 */
public class InvalidTimeToLiveException extends RuntimeException {

	private final String property;

	/**
	 * A wrong time.
	 * @param property the property's full name
	 * @param value what it is set to
	 */
	public InvalidTimeToLiveException(String property, Duration value) {
		super("%s is %s, but every entry of a cache lives for a time.".formatted(property,
				DurationStyle.SIMPLE.print(value)));
		this.property = property;
	}

	String property() {
		return this.property;
	}

}
