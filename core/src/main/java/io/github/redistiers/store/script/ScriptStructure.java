package io.github.redistiers.store.script;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import io.github.redistiers.store.InvalidDeclarationException;
import io.github.redistiers.store.MethodFactory;
import io.github.redistiers.store.RepositoryMethod;
import io.github.redistiers.store.StructureContext;
import io.github.redistiers.store.StructureFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes scripts of methods.
 *
 * @since 0.1.0
 */
public final class ScriptStructure implements StructureFactory<ScriptRepository>, MethodFactory {

	/**
	 * Until the store was not there once, so that a start waits for it no more than once.
	 */
	private volatile boolean compiles = true;

	@Override
	public Class<ScriptRepository> structure() {
		return ScriptRepository.class;
	}

	@Override
	public ScriptRepository create(StructureContext context) {
		return new ScriptRepository() {
		};
	}

	@Override
	public @Nullable RepositoryMethod create(Method method, StructureContext context) {
		LuaScript annotation = method.getAnnotation(LuaScript.class);
		if (annotation == null) {
			return null;
		}
		DeclaredScript declared = new DeclaredScript(method, annotation);
		if (!Modifier.isAbstract(method.getModifiers())) {
			throw new InvalidDeclarationException("%s has a body and a script.".formatted(declared),
					"Remove the body or @LuaScript.");
		}
		ScriptParameters parameters = ScriptParameters.of(declared, context);
		ScriptReply reply = ScriptReply.of(declared, context.declaredType());
		ScriptFile file = ScriptFile.of(declared);
		file.requireWithin(parameters);
		if (this.compiles) {
			this.compiles = file.compile(context);
		}
		return new ScriptMethod(declared, file.script(), parameters, reply, context);
	}

}
