package io.github.redistiers.test.contract;

import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;

import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.OutcomeUnknownException;
import io.github.redistiers.store.StoreFullException;
import io.github.redistiers.store.StructureContext;
import io.github.redistiers.store.StructureFactory;
import io.github.redistiers.store.counter.CounterRepository;
import io.github.redistiers.store.counter.CounterStructure;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The kit's tests are red for structures that do not keep what they promise.
 */
class ContractKitFaultTests {

	@Test
	void findsARepetitionOfWhatWasNotAnswered() {
		assertRed(refusals(new CountersContract() {

			@Override
			public void operate(CounterRepository counters, Operation operation) {
				try {
					super.operate(counters, operation);
				}
				catch (OutcomeUnknownException ex) {
					again(() -> super.operate(counters, operation));
				}
			}

		})::doesNotRepeatWhatWasNotAnswered, "expected: ");
	}

	@Test
	void findsARepetitionThatTheCallerDoesNotHearOf() {
		assertRed(refusals(new CountersContract() {

			@Override
			public void operate(CounterRepository counters, Operation operation) {
				try {
					super.operate(counters, operation);
				}
				catch (OutcomeUnknownException ex) {
					again(() -> super.operate(counters, operation));
					throw ex;
				}
			}

		})::doesNotRepeatWhatWasNotAnswered, "to be between");
	}

	@Test
	void findsAChangeThatWasDeniedAndMadeAllTheSame() {
		assertRed(refusals(new CountersContract() {

			@Override
			public void operate(CounterRepository counters, Operation operation) {
				try {
					super.operate(counters, operation);
				}
				catch (StoreFullException ex) {
					counters.delete(operation.key());
					throw ex;
				}
			}

		})::saysThatTheMemoryIsFullAndChangesNothing, "are lost");
	}

	@Test
	void findsAFailureWithoutAName() {
		assertRed(refusals(new CountersContract() {

			@Override
			public void operate(CounterRepository counters, Operation operation) {
				try {
					super.operate(counters, operation);
				}
				catch (StoreFullException ex) {
					if (operation.number() % 10 == 0) {
						throw new IllegalStateException("full");
					}
					throw ex;
				}
			}

		})::saysThatTheMemoryIsFullAndChangesNothing, "no name");
	}

	@Test
	void findsALossAfterAKill() {
		assertRed(crashes(new CountersContract() {

			@Override
			public Found found(CounterRepository counters, String key) {
				// asked for after a crash only, of which no caller need have noticed
				// anything
				return Found.count(super.found(counters, key).count() - 10);
			}

		})::losesNothingWhenItIsKilledAndEachWriteIsSynced, "are lost");
	}

	@Test
	void findsThatALayoutDoesNotSeeWhatTheOneBeforeWrote() {
		assertRed(crashes(new CountersContract() {

			@Override
			public List<StructureFactory<?>> structuresBefore() {
				return List.of(new OtherKeys());
			}

		})::losesNothingWhenItIsKilledAndEachWriteIsSynced, "are lost");
	}

	private static void assertRed(ThrowingCallable test, String why) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(test).withMessageContaining(why);
	}

	private static void again(Runnable operation) {
		Awaitility.await().ignoreExceptions().until(() -> {
			operation.run();
			return true;
		});
	}

	private static RefusalFaults refusals(StructureContract<?> contract) {
		return on(new RefusalFaults() {

			@Override
			protected Collection<StructureContract<?>> contracts() {
				return List.of(contract);
			}

		});
	}

	private static CrashFaults crashes(StructureContract<?> contract) {
		return on(new CrashFaults() {

			@Override
			protected Collection<StructureContract<?>> contracts() {
				return List.of(contract);
			}

		});
	}

	private static <F extends StructureFaults> F on(F faults) {
		faults.generation = ServerGeneration.underTest().get(0);
		return faults;
	}

	private static final class OtherKeys implements StructureFactory<CounterRepository> {

		@Override
		public Class<CounterRepository> structure() {
			return CounterRepository.class;
		}

		@Override
		public CounterRepository create(StructureContext context) {
			CounterRepository counters = new CounterStructure().create(context);
			return (CounterRepository) Proxy.newProxyInstance(getClass().getClassLoader(),
					new Class<?>[] { CounterRepository.class }, (proxy, method, arguments) -> {
						arguments[0] = arguments[0] + "-before";
						return method.invoke(counters, arguments);
					});
		}

	}

}
