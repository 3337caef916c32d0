package io.github.redistiers.store.queue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.store.InvalidDeclarationException;
import io.github.redistiers.store.queue.TestQueues.OrderQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class JobListenersIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

	private TestQueues process;

	private OrderQueue orders;

	@BeforeEach
	void start() {
		this.process = TestQueues.on(server.get());
		this.orders = this.process.queue();
	}

	@AfterEach
	void stop() {
		this.process.close();
	}

	@Test
	void takesThePayload() throws Exception {
		class Listener {

			@JobListener(queue = "orders")
			void handle(Order order, JobContext job) {
				JobListenersIntegrationTests.this.heard.add(order);
				JobListenersIntegrationTests.this.heard.add(job.attempt());
			}

		}
		try (GenericApplicationContext context = context(new Listener())) {
			this.orders.enqueue(Order.of(1));
			assertThat(next()).isEqualTo(Order.of(1));
			assertThat(next()).isEqualTo(1);
			awaitEmpty();
		}
	}

	@Test
	void takesTheJobAndWaitsForItsStage() throws Exception {
		CompletableFuture<Void> end = new CompletableFuture<>();
		class Listener {

			@JobListener(queue = "orders")
			CompletionStage<Void> handle(Job<Order> job) {
				JobListenersIntegrationTests.this.heard.add(job.payload());
				return end;
			}

		}
		try (GenericApplicationContext context = context(new Listener())) {
			this.orders.enqueue(Order.of(1));
			assertThat(next()).isEqualTo(Order.of(1));
			assertThat(this.orders.status().leased()).isEqualTo(1);
			end.complete(null);
			awaitEmpty();
		}
	}

	@Test
	void takesLists() throws Exception {
		class Listener {

			@JobListener(queue = "orders", batch = "${size}", lease = "10s")
			void handle(List<Order> orders, List<Job<Order>> jobs) {
				assertThat(jobs).extracting(Job::payload).containsExactlyElementsOf(orders);
				JobListenersIntegrationTests.this.heard.add(orders.size());
			}

		}
		for (int i = 0; i < 5; i++) {
			this.orders.enqueue(Order.of(i));
		}
		try (GenericApplicationContext context = context(new Listener())) {
			assertThat(next()).isEqualTo(3);
			assertThat(next()).isEqualTo(2);
			awaitEmpty();
		}
	}

	@Test
	void followsTheRulesOfItsExceptions() {
		class Listener {

			@JobListener(queue = "orders", retry = { @JobRetry(value = IllegalStateException.class, attempts = "1"),
					@JobRetry(backoff = "1h", maxBackoff = "${longest}") })
			CompletionStage<Void> handle(Order order) {
				if (order.number() == 0) {
					return CompletableFuture.failedStage(new IllegalStateException("never"));
				}
				throw new IllegalArgumentException("later");
			}

		}
		try (GenericApplicationContext context = context(new Listener())) {
			this.orders.enqueue(Order.of(0));
			this.orders.enqueue(Order.of(1));
			Awaitility.await().until(() -> this.orders.status().delayed() == 1 && this.orders.status().dead() == 1);
		}
		assertThat(this.orders.deadLetters().list(0, 1).get(0).note())
			.isEqualTo("java.lang.IllegalStateException: never");
	}

	@Test
	void isCalledThroughItsProxy() throws Exception {
		ProxyFactory factory = new ProxyFactory(new Handling(this.heard::add));
		factory.setProxyTargetClass(true);
		factory.addAdvice((org.aopalliance.intercept.MethodInterceptor) (invocation) -> {
			this.heard.add("advised");
			return invocation.proceed();
		});
		try (GenericApplicationContext context = context(factory.getProxy())) {
			this.orders.enqueue(Order.of(1));
			assertThat(next()).isEqualTo("advised");
			assertThat(next()).isEqualTo(Order.of(1));
		}
	}

	@Test
	void waitsForItsJobsWhenTheApplicationStops() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		class Listener {

			@JobListener(queue = "orders", batch = "10")
			void handle(Order order) throws Exception {
				JobListenersIntegrationTests.this.heard.add(order);
				end.await();
			}

		}
		this.orders.enqueueAll(List.of(NewJob.of(Order.of(1)), NewJob.of(Order.of(2))));
		GenericApplicationContext context = context(new Listener());
		next();
		Thread closing = new Thread(context::close);
		closing.start();
		Awaitility.await().until(() -> this.orders.status().ready() == 1);
		end.countDown();
		closing.join();
		assertThat(this.orders.status()).matches((status) -> status.ready() == 1 && status.leased() == 0);
	}

	@Test
	void saysWhatIsWrong() {
		class Undeclared {

			@JobListener(queue = "unknown")
			void handle(Order order) {
			}

		}
		class OfAnotherType {

			@JobListener(queue = "orders")
			void handle(String order) {
			}

		}
		class OfAnotherJob {

			@JobListener(queue = "orders")
			void handle(List<Job<String>> orders) {
			}

		}
		class OfNothing {

			@JobListener(queue = "orders")
			void handle() {
			}

		}
		class OfBoth {

			@JobListener(queue = "orders")
			void handle(List<Order> orders, JobContext job) {
			}

		}
		class OfNoThreads {

			@JobListener(queue = "orders", concurrency = "none")
			void handle(Order order) {
			}

		}
		assertWrong(new Undeclared(), "unknown", "has no queue.", "Declare it, or name one that is declared: orders.");
		assertWrong(new OfAnotherType(), "orders",
				"takes a java.lang.String, and the queue's jobs are of " + Order.class.getName() + ".",
				"Have it take a " + Order.class.getName() + ", a Job or a JobContext, or a list of them.");
		assertWrong(new OfAnotherJob(), "orders",
				"takes a " + Job.class.getName() + "<java.lang.String>, and the queue's jobs are of "
						+ Order.class.getName() + ".",
				"Have it take a " + Order.class.getName() + ", a Job or a JobContext, or a list of them.");
		assertWrong(new OfNothing(), "orders", "takes nothing.",
				"Have it take a " + Order.class.getName() + " or a Job.");
		assertWrong(new OfBoth(), "orders", "takes a list beside what is none.",
				"Have it take one or the other for all of a job.");
		assertWrong(new OfNoThreads(), "orders", "cannot work: \"none\" is no number.",
				"Set what the annotation says right.");
	}

	private void assertWrong(Object listener, String queue, String problem, String remedy) {
		assertThatExceptionOfType(InvalidDeclarationException.class).isThrownBy(() -> context(listener))
			.satisfies((failure) -> {
				assertThat(failure.problem()).isEqualTo("The listener %s.handle of the queue \"%s\" %s"
					.formatted(listener.getClass().getName(), queue, problem));
				assertThat(failure.remedy()).isEqualTo(remedy);
			});
	}

	private GenericApplicationContext context(Object listener) {
		GenericApplicationContext context = new GenericApplicationContext();
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("size", "3", "longest", "2h")));
		context.registerBean(JobListeners.class, JobListeners::new);
		context.registerBean("orders", OrderQueue.class, () -> this.orders);
		context.registerBean("listener", Object.class, () -> listener);
		context.refresh();
		return context;
	}

	private Object next() throws InterruptedException {
		return this.heard.poll(10, TimeUnit.SECONDS);
	}

	private void awaitEmpty() {
		Awaitility.await().until(() -> this.orders.status().equals(new QueueStatus(0, 0, 0, 0, null, false)));
	}

	/**
	 * A listener that can be proxied.
	 */
	static class Handling {

		private final Consumer<Object> hearing;

		Handling() {
			this((heard) -> {
			});
		}

		Handling(Consumer<Object> hearing) {
			this.hearing = hearing;
		}

		@JobListener(queue = "orders")
		public void handle(Order order) {
			this.hearing.accept(order);
		}

	}

}
