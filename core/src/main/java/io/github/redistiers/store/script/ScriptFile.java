package io.github.redistiers.store.script;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.redistiers.script.Script;
import io.github.redistiers.store.InvalidDeclarationException;
import io.github.redistiers.store.StoreFailure;
import io.github.redistiers.store.StructureContext;
import io.lettuce.core.ScriptOutputType;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/**
 * A script's file, and what can be seen in it before it runs.
 */
record ScriptFile(DeclaredScript declared, Script script) {

	private static final Log logger = LogFactory.getLog(ScriptFile.class);

	private static final Pattern COMMENT = Pattern.compile("--\\[(=*)\\[.*?]\\1]|--[^\\n]*", Pattern.DOTALL);

	private static final Pattern COMPILE_ERROR = Pattern.compile("user_script:(\\d+): (.*)", Pattern.DOTALL);

	static ScriptFile of(DeclaredScript declared) {
		Class<?> beside = declared.method().getDeclaringClass();
		try {
			return new ScriptFile(declared, Script.of(beside, declared.file(), ScriptOutputType.OBJECT));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidDeclarationException(
					"%s runs %s, which is not on the class path.".formatted(declared, declared.file()),
					"Put the file into the resources of package %s, or name it from the root with a leading slash."
						.formatted(beside.getPackageName()));
		}
	}

	/**
	 * Refuses a script that uses more keys or arguments than its method passes.
	 */
	void requireWithin(ScriptParameters parameters) {
		String code = COMMENT.matcher(this.script.text()).replaceAll("");
		refuseBeyond("KEYS", code, parameters.keys(), "@Key parameters");
		refuseBeyond("ARGV", code, parameters.arguments(), "other parameters");
	}

	private void refuseBeyond(String table, String code, int passed, String what) {
		int used = Pattern.compile("\\b" + table + "\\s*\\[\\s*(\\d{1,6})\\s*]")
			.matcher(code)
			.results()
			.map((MatchResult found) -> Integer.parseInt(found.group(1)))
			.reduce(0, Math::max);
		if (used > passed) {
			throw new InvalidDeclarationException("%s uses %s[%d], but %s has %d %s.".formatted(this.declared.file(),
					table, used, this.declared, passed, what),
					"Let the method have as many parameters as the script uses.");
		}
	}

	/**
	 * Lets the server compile the script. It is left to the first call if the server is
	 * not there, or does not permit it.
	 * @return whether the server has looked at it
	 */
	boolean compile(StructureContext context) {
		try {
			context.callScript(this.script::load);
			return true;
		}
		catch (DataAccessException ex) {
			if (StoreFailure.of(ex) == null) {
				throw doesNotCompile(String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex).getMessage()));
			}
			logger.warn(
					"Scripts of repositories could not be compiled yet, so their mistakes are found when they are first called. The first was %s of %s: %s"
						.formatted(this.declared.file(), this.declared, ex.getMessage()));
			return false;
		}
	}

	private InvalidDeclarationException doesNotCompile(String words) {
		Matcher error = COMPILE_ERROR.matcher(words);
		String where = error.find() ? "line %s: %s".formatted(error.group(1), error.group(2)) : words;
		return new InvalidDeclarationException(
				"%s of %s does not compile, %s.".formatted(this.declared.file(), this.declared, where),
				"Correct the script; Redis runs Lua 5.1.");
	}

}
