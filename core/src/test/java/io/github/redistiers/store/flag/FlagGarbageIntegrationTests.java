package io.github.redistiers.store.flag;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.UUID;

import com.sun.management.ThreadMXBean;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.store.flag.Features.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reading a flag through the interface that an application declares makes no garbage, in
 * the interpreter either.
 */
class FlagGarbageIntegrationTests {

	private static final int READS = 5000;

	/**
	 * What measuring itself may take.
	 */
	private static final long NOISE = 4096;

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	@Test
	void isNotMadeByReading() {
		try (TestFlags process = new TestFlags(server.get())) {
			Features features = process.features();
			features.percentage(Features.NEW_CHECKOUT, 25);
			features.variants(Features.LAYOUT, Map.of(Layout.LIST, 1, Layout.GRID, 1));
			String ascii = UUID.randomUUID().toString();
			assertNoGarbage(() -> features.isOn(Features.NEW_CHECKOUT));
			assertNoGarbage(() -> features.isOn(Features.NEW_CHECKOUT, ascii));
			assertNoGarbage(() -> features.isOn(Features.NEW_CHECKOUT, "Jürgen 🧀"));
			assertNoGarbage(() -> features.value(Features.PAGE_SIZE));
			assertNoGarbage(() -> features.value(Features.LAYOUT, ascii));
		}
	}

	private static void assertNoGarbage(Runnable read) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		read.run();
		long before = threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < READS; i++) {
			read.run();
		}
		assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(NOISE);
	}

}
