package io.github.redistiers.store.script;

/**
 * A repository whose methods are scripts of the application's own, each annotated with
 * {@link LuaScript}. An interface that extends another structure may have such methods as
 * well.
 *
 * <h2>In Redis</h2> What the scripts make of it, under
 * <code>&lt;prefix&gt;script:&lt;name&gt;:&lt;key&gt;</code>, such as
 * {@code shop:script:seats:14A}; in a group
 * <code>&lt;prefix&gt;script:{&lt;group&gt;}:&lt;name&gt;:&lt;key&gt;</code>. So no key
 * that is passed to a script is another structure's, whatever it is called. A call is one
 * EVALSHA, and one EVAL where the server does not know the script.
 * <p>
 * A script may touch no key but its {@code KEYS}. Redis does not enforce that: a key that
 * was not declared works on one server and, while one node happens to own its slot, in a
 * cluster, and fails after it moved ({@link ScriptFailedException}).
 *
 * @since 0.1.0
 */
public interface ScriptRepository {

}
