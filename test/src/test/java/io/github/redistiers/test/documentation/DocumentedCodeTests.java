package io.github.redistiers.test.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Java code of these pages is code of this package, which is compiled.
 */
class DocumentedCodeTests {

	private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

	private static final Path SOURCES = Path.of("src/test/java",
			DocumentedCodeTests.class.getPackageName().replace('.', '/'));

	@ParameterizedTest
	@ValueSource(strings = { "containers.md", "testing.md", "topologies.md" })
	void isCompiled(String page) throws IOException {
		List<String> snippets = CODE.matcher(Files.readString(Path.of("../docs", page)))
			.results()
			.map((result) -> result.group(1))
			.toList();
		List<String> compiled = sources();
		assertThat(snippets).isNotEmpty()
			.allSatisfy((snippet) -> assertThat(compiled)
				.anySatisfy((source) -> assertThat(source).contains(words(snippet))));
	}

	private static List<String> sources() throws IOException {
		try (Stream<Path> files = Files.list(SOURCES)) {
			return files.map(DocumentedCodeTests::read).toList();
		}
	}

	private static String read(Path source) {
		try {
			return words(Files.readString(source));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * However it is broken into lines.
	 */
	private static String words(String code) {
		return code.strip().replaceAll("\\s+", " ");
	}

}
