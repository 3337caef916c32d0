package io.github.redistiers.autoconfigure.observe;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerBuilder;
import io.github.redistiers.devservices.ServerGeneration;

import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;

/**
 * A store under load, and an application whose guard watches it.
 *
 * @param generation the store's
 * @param user as whom the application and its guard connect
 * @param output what is logged
 */
record DriftScene(ServerGeneration generation, StoreUser user, CapturedOutput output) {

	/**
	 * Something comes to be wrong and is mended, and everybody is told of both.
	 */
	void assertTold(String finding, Status status, UnaryOperator<RedisServerBuilder> settings,
			Consumer<RedisServer> wrong, Consumer<RedisServer> right) {
		play(settings, (store, application, load) -> {
			String node = WatchfulApplication.node(store);
			application.awaitUnharmed(finding, node);
			wrong.accept(store);
			application.awaitWrong(finding, node, status, application.looks());
			right.accept(store);
			application.awaitRight(finding, node, application.looks());
			load.awaitAnswers();
			application.assertToldOnce(finding, node);
		});
	}

	/**
	 * Something comes to be wrong that this user cannot see, which is what everybody is
	 * told.
	 */
	void assertUnknown(String finding, String why, Consumer<RedisServer> wrong) {
		play(UnaryOperator.identity(), (store, application, load) -> {
			String node = WatchfulApplication.node(store);
			application.awaitUnknown(finding, node, why);
			wrong.accept(store);
			application.awaitLook();
			application.awaitUnknown(finding, node, why);
		});
	}

	private void play(UnaryOperator<RedisServerBuilder> settings, Play play) {
		try (RedisServer store = this.user.start(this.generation, settings)) {
			WatchfulApplication.on(store, this.user, this.output).run((application) -> {
				Runnable write = () -> store.execute("SET", "shop:load", "1");
				try (Load load = new Load(this.user.mayWrite() ? application::write : write)) {
					load.awaitAnswers();
					play.with(store, application, load);
				}
			});
		}
	}

	private interface Play {

		void with(RedisServer store, WatchfulApplication application, Load load);

	}

}
