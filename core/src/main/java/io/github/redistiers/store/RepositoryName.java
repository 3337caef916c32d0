package io.github.redistiers.store;

/**
 * A repository's name and group, as they stand in its keys.
 *
 * @param value the name; not blank, without braces, colons, white space or control
 * characters
 * @param group the group, of the same characters, or an empty string for none
 * @since 0.1.0
 */
public record RepositoryName(String value, String group) {

	private static final String RULE = "Use letters, digits, dashes, dots or underscores, such as \"page-views\".";

	/**
	 * Checks the characters.
	 * @throws InvalidDeclarationException if the name is blank, or either has a character
	 * that it must not have
	 */
	public RepositoryName {
		check("name", value);
		if (!group.isEmpty()) {
			check("group", group);
		}
	}

	/**
	 * A name without a group.
	 * @param value the name
	 * @return the name
	 * @throws InvalidDeclarationException if the name is blank or has a character that it
	 * must not have
	 */
	public static RepositoryName of(String value) {
		return new RepositoryName(value, "");
	}

	/**
	 * The part of a single-key structure's keys that comes after the structure:
	 * {@code <name>}, or <code>{&lt;group&gt;}:&lt;name&gt;</code> in a group.
	 * @return such as {@code page-views}
	 */
	public String inKey() {
		return this.group.isEmpty() ? this.value : "{" + this.group + "}:" + this.value;
	}

	private static void check(String what, String text) {
		if (text.isBlank()) {
			throw new InvalidDeclarationException("The %s of a store repository is blank.".formatted(what), RULE);
		}
		// a brace would move the hash tag, a colon would make two names' keys meet
		if (text.codePoints().anyMatch(RepositoryName::isForbidden)) {
			throw new InvalidDeclarationException(
					"The %s \"%s\" of a store repository has a brace, a colon, white space or a control character."
						.formatted(what, text),
					RULE);
		}
	}

	private static boolean isForbidden(int character) {
		return character == '{' || character == '}' || character == ':' || Character.isWhitespace(character)
				|| Character.isSpaceChar(character) || Character.isISOControl(character)
				|| (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
	}

}
