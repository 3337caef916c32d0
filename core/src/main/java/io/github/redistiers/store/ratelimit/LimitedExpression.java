package io.github.redistiers.store.ratelimit;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.redistiers.store.InvalidDeclarationException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.Literal;
import org.springframework.expression.spel.ast.Operator;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/**
 * An expression over a method's parameters: what is known to be wrong with it without a
 * call is found without one.
 */
final class LimitedExpression {

	static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

	private static final SpelExpressionParser PARSER = new SpelExpressionParser();

	private static final Set<String> ALWAYS_THERE = Set.of("#root", "#this");

	private final SpelExpression expression;

	private final String text;

	/**
	 * Reads it.
	 * @param declaration what people call the annotation that it stands in
	 * @param what what it gives
	 * @param text the expression
	 * @param method the annotated method
	 * @throws InvalidDeclarationException if it is none, or names no parameter
	 */
	LimitedExpression(String declaration, String what, String text, Method method) {
		this.text = text;
		String described = "%s has the %s \"%s\"".formatted(declaration, what, text);
		this.expression = parse(described, text);
		Set<String> known = parameters(method);
		variables(this.expression.getAST()).stream()
			.filter((variable) -> !ALWAYS_THERE.contains(variable) && !known.contains(variable))
			.findFirst()
			.ifPresent((variable) -> {
				throw new InvalidDeclarationException(
						"%s, but no parameter is known as %s.".formatted(described, variable),
						known.isEmpty() ? "Write an expression without parameters."
								: "Write one of %s; names are known of classes that were compiled with -parameters."
									.formatted(String.join(", ", known)),
						null);
			});
	}

	private static SpelExpression parse(String described, String text) {
		try {
			return PARSER.parseRaw(text);
		}
		catch (ParseException | IllegalStateException | IllegalArgumentException ex) {
			throw new InvalidDeclarationException(
					"%s, which is no SpEL expression: %s.".formatted(described, ex.getMessage()),
					"Write one such as #user, #a0 or 'all'.", ex);
		}
	}

	private static List<String> variables(SpelNode node) {
		List<String> variables = new ArrayList<>();
		if (node instanceof VariableReference) {
			variables.add(node.toStringAST());
		}
		for (int i = 0; i < node.getChildCount(); i++) {
			variables.addAll(variables(node.getChild(i)));
		}
		return variables;
	}

	private static Set<String> parameters(Method method) {
		Set<String> parameters = new LinkedHashSet<>();
		@Nullable String @Nullable [] names = NAMES.getParameterNames(method);
		if (names != null) {
			Arrays.stream(names).map((name) -> "#" + name).forEach(parameters::add);
		}
		for (int i = 0; i < method.getParameterCount(); i++) {
			parameters.add("#a" + i);
			parameters.add("#p" + i);
		}
		return parameters;
	}

	/**
	 * Whether it has the same value in every call.
	 */
	boolean isConstant() {
		return isConstant(this.expression.getAST());
	}

	private static boolean isConstant(SpelNode node) {
		boolean constant = node instanceof Literal || (node instanceof Operator && node.getChildCount() > 0);
		for (int i = 0; i < node.getChildCount(); i++) {
			constant = constant && isConstant(node.getChild(i));
		}
		return constant;
	}

	<T> @Nullable T value(EvaluationContext context, Class<T> type) {
		return this.expression.getValue(context, type);
	}

	@Override
	public String toString() {
		return this.text;
	}

}
