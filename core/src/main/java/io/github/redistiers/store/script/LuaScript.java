package io.github.redistiers.store.script;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The Lua script that a method of a {@link io.github.redistiers.store.StoreRepository}
 * runs, in one atomic step. The interface extends a structure or
 * {@link ScriptRepository}.
 *
 * <pre class="code">
 * &#064;StoreRepository(value = "seats", group = "booking")
 * interface Seats extends ScriptRepository {
 *
 * 	&#064;LuaScript("reserve.lua")
 * 	boolean reserve(&#064;Key String seat, &#064;Key String customer, int price);
 *
 * }
 * </pre>
 *
 * Parameters with {@link Key} are the script's {@code KEYS}, the others its {@code ARGV},
 * each in their order. Numbers, text, enums (their names) and whatever Spring converts to
 * text are passed as text, a {@code boolean} as {@code 1} or {@code 0}, a {@code byte[]}
 * as it is, a collection or array as its elements. {@code null} is refused.
 * <table>
 * <caption>What the method may return, or a CompletionStage of it</caption>
 * <tr>
 * <th>method</th>
 * <th>script</th>
 * </tr>
 * <tr>
 * <td>{@code void}</td>
 * <td>anything</td>
 * </tr>
 * <tr>
 * <td>{@code boolean}</td>
 * <td>a number: whether it is not 0; {@code false}, {@code nil}; {@code true}; an OK</td>
 * </tr>
 * <tr>
 * <td>numbers, {@code String}, enums, what Spring converts from text</td>
 * <td>a number or a text. Redis cuts the fraction off a number, so return
 * {@code tostring(x)} for a {@code double}</td>
 * </tr>
 * <tr>
 * <td>{@code byte[]}</td>
 * <td>a text</td>
 * </tr>
 * <tr>
 * <td>{@code List}</td>
 * <td>a table, of which each element is converted; {@code false} and {@code nil} are an
 * empty list</td>
 * </tr>
 * <tr>
 * <td>{@code Optional}, object types</td>
 * <td>the above; {@code false} and {@code nil} are absent or {@code null}</td>
 * </tr>
 * </table>
 * <p>
 * The script is compiled by the server when the repository is made; one that does not
 * compile stops the start. If the server is not there, this happens at the first call.
 * The server knows a script by its digest and is sent it again where it has forgotten it:
 * after a restart or a failover.
 * <p>
 * A script that fails throws {@link ScriptFailedException}, or the store's failure
 * ({@link io.github.redistiers.store.StoreFailure}) if it met one. What it had written
 * before remains.
 *
 * @since 0.1.0
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface LuaScript {

	/**
	 * The script's file, beside the interface that declares the method; or from the root
	 * of the class path, with a leading slash.
	 * @return such as {@code reserve.lua}
	 */
	String value();

	/**
	 * Whether the caller sees to it that all keys of a call have the same hash tag, such
	 * as <code>{42}:stock</code> and <code>{42}:sold</code>, for a script of several keys
	 * in a repository without a group.
	 * @return {@code true} if it does
	 */
	boolean taggedKeys() default false;

}
