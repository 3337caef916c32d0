package io.github.redistiers.store.script;

import java.lang.reflect.Method;

/**
 * A method and what its annotation says.
 */
record DeclaredScript(Method method, LuaScript annotation) {

	/**
	 * The script's file, as people call it.
	 */
	String file() {
		return this.annotation.value();
	}

	/**
	 * The method, as people call it.
	 */
	@Override
	public String toString() {
		return "%s.%s()".formatted(this.method.getDeclaringClass().getName(), this.method.getName());
	}

}
