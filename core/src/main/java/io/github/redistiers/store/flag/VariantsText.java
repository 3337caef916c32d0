package io.github.redistiers.store.flag;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.springframework.util.Assert;

/**
 * Variants and their weights as text: a JSON object such as
 * <code>{"LIST":90,"GRID":10}</code>, of which people may leave out the quotation marks
 * where a name has no comma, colon, brace or quotation mark.
 */
final class VariantsText {

	private static final String ESCAPED = "\"\\/bfnrt";

	private static final String MEANT = "\"\\/\b\f\n\r\t";

	private final String text;

	private int at;

	private VariantsText(String text) {
		this.text = text;
	}

	static String write(List<String> names, List<Integer> weights) {
		StringBuilder json = new StringBuilder("{");
		for (int i = 0; i < names.size(); i++) {
			json.append((i > 0) ? "," : "").append(quoted(names.get(i))).append(':').append(weights.get(i));
		}
		return json.append('}').toString();
	}

	static String quoted(String text) {
		StringBuilder json = new StringBuilder("\"");
		for (char character : text.toCharArray()) {
			if (character == '"' || character == '\\') {
				json.append('\\').append(character);
			}
			else if (character < ' ') {
				json.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
			}
			else {
				json.append(character);
			}
		}
		return json.append('"').toString();
	}

	/**
	 * Reads a text in quotation marks.
	 */
	static String unquoted(String text) {
		VariantsText quoted = new VariantsText(text);
		String value = quoted.string();
		Assert.isTrue(quoted.at == text.length(), "something follows the closing quotation mark");
		return value;
	}

	static Map<String, Integer> read(String text) {
		VariantsText variants = new VariantsText(text);
		Map<String, Integer> weights = new LinkedHashMap<>();
		variants.expect('{');
		do {
			String name = variants.name();
			variants.expect(':');
			Assert.isTrue(weights.put(name, number(variants.bare())) == null, "a variant is named twice");
		}
		while (variants.passed(','));
		variants.expect('}');
		Assert.isTrue(variants.at == text.length(), "something follows the closing brace");
		return weights;
	}

	private static int number(String digits) {
		try {
			return Integer.parseInt(digits);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("a weight is a whole number, and \"" + digits + "\" is none", ex);
		}
	}

	private String name() {
		skipSpace();
		if (this.at < this.text.length() && this.text.charAt(this.at) == '"') {
			return string();
		}
		String name = bare();
		Assert.isTrue(!name.isEmpty(), "a variant has no name");
		return name;
	}

	private String bare() {
		int from = this.at;
		while (this.at < this.text.length() && ",:{}\"".indexOf(this.text.charAt(this.at)) < 0) {
			this.at++;
		}
		return this.text.substring(from, this.at).strip();
	}

	private String string() {
		StringBuilder value = new StringBuilder();
		this.at++;
		while (true) {
			char character = next();
			if (character == '"') {
				return value.toString();
			}
			value.append((character == '\\') ? escaped() : character);
		}
	}

	private char escaped() {
		char character = next();
		if (character == 'u') {
			Assert.isTrue(this.at + 4 <= this.text.length(), "a quotation mark is not closed");
			this.at += 4;
			return (char) Integer.parseInt(this.text, this.at - 4, this.at, 16);
		}
		int meant = ESCAPED.indexOf(character);
		Assert.isTrue(meant >= 0, "JSON knows no \\" + character);
		return MEANT.charAt(meant);
	}

	private char next() {
		Assert.isTrue(this.at < this.text.length(), "a quotation mark is not closed");
		return this.text.charAt(this.at++);
	}

	private void expect(char character) {
		Assert.isTrue(passed(character), () -> "a \"" + character + "\" is missing");
	}

	private boolean passed(char character) {
		skipSpace();
		boolean there = this.at < this.text.length() && this.text.charAt(this.at) == character;
		this.at += there ? 1 : 0;
		return there;
	}

	private void skipSpace() {
		while (this.at < this.text.length() && Character.isWhitespace(this.text.charAt(this.at))) {
			this.at++;
		}
	}

}
