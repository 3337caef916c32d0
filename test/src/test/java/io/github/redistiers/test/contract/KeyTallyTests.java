package io.github.redistiers.test.contract;

import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeyTallyTests {

	private final KeyTally tally = new KeyTally();

	@Test
	void findsWhatWasAcknowledgedAndPerhapsWhatIsUnknown() {
		for (Found found : List.of(Found.count(3), Found.count(4), numbers(3), numbers(4))) {
			KeyTally fresh = new KeyTally();
			LongStream.range(0, 3).forEach(fresh::acknowledge);
			fresh.leaveUnknown(3);
			assertThat(fresh.check(found, Loss.NONE)).isEmpty();
		}
	}

	@Test
	void complainsOfALoss() {
		acknowledge(3);
		assertThat(this.tally.check(Found.count(2), Loss.NONE)).singleElement().asString().contains("1 are lost");
		assertThat(this.tally.lost()).isEqualTo(1);
	}

	@Test
	void complainsOfALossByNumber() {
		acknowledge(3);
		this.tally.leaveUnknown(3);
		assertThat(this.tally.check(Found.numbers(List.of(0L, 1L, 3L)), Loss.NONE)).singleElement()
			.asString()
			.contains("1 are lost, such as [2]");
	}

	@Test
	void complainsOfWhatIsDoubled() {
		acknowledge(3);
		assertThat(this.tally.check(Found.count(4), Loss.NONE)).singleElement().asString().contains("1 are doubled");
	}

	@Test
	void complainsOfWhatIsDoubledByNumberThoughAnotherIsUnknown() {
		acknowledge(3);
		this.tally.leaveUnknown(3);
		assertThat(this.tally.check(Found.numbers(List.of(0L, 1L, 1L, 2L)), Loss.NONE)).singleElement()
			.asString()
			.contains("1 are doubled, such as [1]");
	}

	@Test
	void complainsOfWhatWasSaidNotToBeApplied() {
		acknowledge(3);
		assertThat(this.tally.check(Found.numbers(List.of(0L, 1L, 2L, 7L)), Loss.NONE)).singleElement()
			.asString()
			.contains("said not to be applied");
	}

	@Test
	void permitsTheLossOfTheLast() {
		acknowledge(3);
		long since = System.nanoTime();
		Loss loss = (acknowledged) -> acknowledged - since >= 0;
		this.tally.acknowledge(3);
		assertThat(this.tally.check(Found.count(3), loss)).isEmpty();
		this.tally.acknowledge(4);
		assertThat(this.tally.check(Found.count(1), loss)).singleElement().asString().contains("1 are lost");
	}

	@Test
	void permitsTheLossOfTheLastByNumberAndOfNoOther() {
		acknowledge(3);
		long since = System.nanoTime();
		Loss loss = (acknowledged) -> acknowledged - since >= 0;
		this.tally.acknowledge(3);
		assertThat(this.tally.check(numbers(3), loss)).isEmpty();
		this.tally.acknowledge(4);
		assertThat(this.tally.check(Found.numbers(List.of(0L, 1L, 4L)), loss)).singleElement()
			.asString()
			.contains("1 are lost, such as [2]");
	}

	@Test
	void knowsAfterwardsWhatBecameOfTheUnknown() {
		acknowledge(3);
		this.tally.leaveUnknown(3);
		assertThat(this.tally.check(Found.count(4), Loss.NONE)).isEmpty();
		assertThat(this.tally.check(Found.count(4), Loss.NONE)).isEmpty();
		assertThat(this.tally.check(Found.count(3), Loss.NONE)).singleElement().asString().contains("lost");
	}

	@Test
	void takesARepeatedOperationThatIsAcknowledgedForOne() {
		this.tally.leaveUnknown(0);
		this.tally.acknowledge(0);
		assertThat(this.tally.check(Found.count(2), Loss.NONE)).singleElement().asString().contains("doubled");
	}

	private void acknowledge(int count) {
		LongStream.range(0, count).forEach(this.tally::acknowledge);
	}

	private static Found numbers(int count) {
		return Found.numbers(LongStream.range(0, count).boxed().toList());
	}

}
