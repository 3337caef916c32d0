package io.github.redistiers.store.flag;

import org.springframework.util.Assert;

/**
 * A flag as code declares it: its name, the type of its values, and the value that it has
 * as long as nothing is stored. Immutable; meant to be a constant.
 *
 * <pre class="code">
 * static final Flag&lt;Boolean&gt; NEW_CHECKOUT = Flag.onOff("new-checkout", false);
 *
 * static final Flag&lt;Long&gt; PAGE_SIZE = Flag.number("page-size", 20);
 *
 * static final Flag&lt;Layout&gt; LAYOUT = Flag.oneOf("layout", Layout.LIST);
 * </pre>
 *
 * A name has at most 200 letters, digits, dashes, dots and underscores of ASCII; anything
 * else throws an {@link IllegalArgumentException}. Flags of one name and different types
 * are different declarations of one stored value, of which at most one can be read.
 *
 * @param <T> the type of its values
 * @since 0.1.0
 */
public final class Flag<T> {

	private static final int MAX_LENGTH = 200;

	private final String name;

	private final FlagType<T> type;

	private final T defaultValue;

	private final int hash;

	private Flag(String name, FlagType<T> type, T defaultValue) {
		Assert.notNull(defaultValue, "A flag needs a default value");
		Assert.isTrue(!name.isEmpty() && name.length() <= MAX_LENGTH && name.chars().allMatch(Flag::isAllowed),
				() -> "A flag's name has 1 to 200 letters, digits, dashes, dots and underscores, and \"%s\" has not"
					.formatted(name.substring(0, Math.min(name.length(), MAX_LENGTH))));
		this.name = name;
		this.type = type;
		this.defaultValue = defaultValue;
		this.hash = name.hashCode();
	}

	/**
	 * A flag that is on or off, or on for a percentage of subjects.
	 * @param name its name
	 * @param defaultValue whether it is on as long as nothing is stored
	 * @return the flag
	 */
	public static Flag<Boolean> onOff(String name, boolean defaultValue) {
		return new Flag<>(name, FlagTypes.ON_OFF, defaultValue);
	}

	/**
	 * A flag whose values are whole numbers of 64 bits.
	 * @param name its name
	 * @param defaultValue its value as long as nothing is stored
	 * @return the flag
	 */
	public static Flag<Long> number(String name, long defaultValue) {
		return new Flag<>(name, FlagTypes.NUMBER, defaultValue);
	}

	/**
	 * A flag whose values are numbers.
	 * @param name its name
	 * @param defaultValue its value as long as nothing is stored; finite
	 * @return the flag
	 */
	public static Flag<Double> decimal(String name, double defaultValue) {
		Assert.isTrue(Double.isFinite(defaultValue), "A flag's default value is finite");
		return new Flag<>(name, FlagTypes.DECIMAL, defaultValue);
	}

	/**
	 * A flag whose values are texts.
	 * @param name its name
	 * @param defaultValue its value as long as nothing is stored
	 * @return the flag
	 */
	public static Flag<String> text(String name, String defaultValue) {
		return new Flag<>(name, FlagTypes.TEXT, defaultValue);
	}

	/**
	 * A flag whose values are constants, which are stored by their names.
	 * @param <E> the enumeration
	 * @param name its name
	 * @param defaultValue its value as long as nothing is stored
	 * @return the flag
	 */
	public static <E extends Enum<E>> Flag<E> oneOf(String name, E defaultValue) {
		return new Flag<>(name, FlagTypes.oneOf(defaultValue.getDeclaringClass()), defaultValue);
	}

	/**
	 * The flag's name.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * The value that the flag has as long as nothing is stored.
	 * @return never {@code null}
	 */
	public T defaultValue() {
		return this.defaultValue;
	}

	FlagType<T> type() {
		return this.type;
	}

	/**
	 * Reads what is stored.
	 * @throws IllegalArgumentException if it is no value of this flag
	 */
	Rule<T> read(String text) {
		return this.type.read(text, Murmur3.hash(0, this.name));
	}

	private static boolean isAllowed(int character) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| (character >= '0' && character <= '9') || "-._".indexOf(character) >= 0;
	}

	@Override
	public boolean equals(Object other) {
		return this == other || (other instanceof Flag<?> flag && this.name.equals(flag.name)
				&& this.type.values() == flag.type.values() && this.defaultValue.equals(flag.defaultValue));
	}

	@Override
	public int hashCode() {
		return this.hash;
	}

	/**
	 * The flag's name.
	 */
	@Override
	public String toString() {
		return this.name;
	}

}
