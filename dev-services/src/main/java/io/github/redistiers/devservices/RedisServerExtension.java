package io.github.redistiers.devservices;

import java.util.Arrays;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterInfo;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A real server for tests, by JUnit's {@code @RegisterExtension}. In a static field one
 * server serves the class: each test finds it running, empty and configured as at first,
 * whatever the test before did to it. In an instance field each test has its own.
 * <p>
 * Beneath {@link EachServerGeneration} the server is of the current generation, else of
 * the first generation under test. A server that cannot be started fails the test.
 *
 * @since 0.1.0
 */
public final class RedisServerExtension implements BeforeAllCallback, BeforeClassTemplateInvocationCallback,
		BeforeEachCallback, AfterEachCallback, AfterClassTemplateInvocationCallback, AfterAllCallback {

	private final UnaryOperator<RedisServerBuilder> settings;

	private @Nullable RedisServer server;

	private @Nullable HealthyState healthy;

	// the context that started the server ends it: nested classes share it
	private @Nullable String owner;

	private RedisServerExtension(UnaryOperator<RedisServerBuilder> settings) {
		this.settings = settings;
	}

	/**
	 * A server with the documented configuration of a cache tier.
	 * @return the extension
	 */
	public static RedisServerExtension cache() {
		return server((builder) -> builder.preset(ServerPreset.CACHE));
	}

	/**
	 * A server with the documented configuration of a store tier.
	 * @return the extension
	 */
	public static RedisServerExtension store() {
		return server((builder) -> builder.preset(ServerPreset.STORE));
	}

	/**
	 * A server with settings of its own.
	 * @param settings adds them; may choose another generation
	 * @return the extension
	 */
	public static RedisServerExtension server(UnaryOperator<RedisServerBuilder> settings) {
		return new RedisServerExtension(settings);
	}

	/**
	 * The server.
	 * @return the running server of this class or test
	 * @throws IllegalStateException outside of a test
	 */
	public RedisServer get() {
		RedisServer current = this.server;
		if (current == null) {
			throw new IllegalStateException("The server runs during tests alone. Register the extension's field "
					+ "with @RegisterExtension and ask for the server in a test.");
		}
		return current;
	}

	/**
	 * The server's address.
	 * @return such as {@code redis://127.0.0.1:20123}
	 */
	public String address() {
		return get().address();
	}

	/**
	 * The server's host.
	 * @return always {@code 127.0.0.1}
	 */
	public String host() {
		return get().host();
	}

	/**
	 * The server's port, the same for all tests of the class.
	 * @return the port
	 */
	public int port() {
		return get().port();
	}

	/**
	 * Runs a command as a user who may do everything.
	 * @param command the command's name and its arguments
	 * @return a String, a Long, a List of these, or null
	 * @see RedisServer#execute(String...)
	 */
	public @Nullable Object execute(String... command) {
		return get().execute(command);
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		// a class that runs once on each generation has a server for each of these runs
		if (!AnnotationSupport.isAnnotated(context.getRequiredTestClass(), ParameterizedClass.class)) {
			startIfAbsent(context);
		}
	}

	@Override
	public void beforeClassTemplateInvocation(ExtensionContext context) {
		startIfAbsent(context);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		RedisServer current = this.server;
		HealthyState state = this.healthy;
		if (current == null || state == null) {
			startIfAbsent(context);
		}
		else {
			state.restore(current);
		}
	}

	@Override
	public void afterEach(ExtensionContext context) {
		closeIfOwned(context);
	}

	@Override
	public void afterClassTemplateInvocation(ExtensionContext context) {
		closeIfOwned(context);
	}

	@Override
	public void afterAll(ExtensionContext context) {
		closeIfOwned(context);
	}

	private void startIfAbsent(ExtensionContext context) {
		if (this.server == null) {
			RedisServer started = this.settings.apply(RedisServer.builder().generation(generation(context))).start();
			this.server = started;
			this.owner = context.getUniqueId();
			this.healthy = HealthyState.of(started);
		}
	}

	private void closeIfOwned(ExtensionContext context) {
		RedisServer current = this.server;
		if (current != null && context.getUniqueId().equals(this.owner)) {
			this.server = null;
			this.healthy = null;
			current.close();
		}
	}

	static ServerGeneration generation(ExtensionContext context) {
		ParameterInfo parameters = ParameterInfo.get(context);
		if (parameters != null) {
			return Arrays.stream(parameters.getArguments().toArray())
				.filter(ServerGeneration.class::isInstance)
				.map(ServerGeneration.class::cast)
				.findFirst()
				.orElseGet(RedisServerExtension::first);
		}
		return first();
	}

	private static ServerGeneration first() {
		return ServerGeneration.underTest().get(0);
	}

}
