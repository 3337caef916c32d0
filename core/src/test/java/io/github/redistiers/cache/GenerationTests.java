package io.github.redistiers.cache;

import java.nio.charset.StandardCharsets;

import io.github.redistiers.cache.Generation.Known;
import io.github.redistiers.cache.Generation.View;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GenerationTests {

	private static final byte[] ID = "id".getBytes(StandardCharsets.UTF_8);

	private final Generation generation = new Generation("shop:cache:texts:", "shop:cache-generation:texts", 1000);

	@Test
	void knowsNothingAtFirst() {
		assertThat(this.generation.view().known()).isNull();
		assertThat(this.generation.view().isBelieved()).isFalse();
	}

	@Test
	void believesWhatItHasLearnt() {
		Known learnt = this.generation.learn(ID, "server", this.generation.view());
		assertThat(this.generation.view().known()).isSameAs(learnt);
		assertThat(this.generation.view().isBelieved()).isTrue();
		assertThat(new String(learnt.entry("a"), StandardCharsets.UTF_8)).isEqualTo("shop:cache:texts:id:a");
		assertThat(learnt.is(ID, "server")).isTrue();
		assertThat(learnt.is(ID, "another")).isFalse();
	}

	@Test
	void assumesOnlyWhatItHadAskedForBeforeAChange() {
		View before = this.generation.view();
		this.generation.changed();
		this.generation.learn(ID, "server", before);
		assertThat(this.generation.view().known()).isNotNull();
		assertThat(this.generation.view().isBelieved()).isFalse();
	}

	@Test
	void doesNotBelieveAnyMoreAfterAChange() {
		this.generation.learn(ID, "server", this.generation.view());
		View before = this.generation.view();
		this.generation.changed();
		assertThat(this.generation.view().isBelieved()).isFalse();
		assertThat(before.hasHeldUntil(this.generation.view())).isFalse();
	}

	@Test
	void isNotConfirmedByWhatWasAskedBeforeAChange() {
		this.generation.learn(ID, "server", this.generation.view());
		View before = this.generation.view();
		this.generation.changed();
		this.generation.confirm(before);
		assertThat(this.generation.view().isBelieved()).isFalse();
		this.generation.confirm(this.generation.view());
		assertThat(this.generation.view().isBelieved()).isTrue();
	}

	@Test
	void isDoubtedNoMoreWhenAnotherIsBegunThoughThatIsToldAsAChange() {
		this.generation.doubt();
		View before = this.generation.view();
		this.generation.changed();
		this.generation.learn(ID, "server", before);
		assertThat(this.generation.view().isDoubted()).isFalse();
		assertThat(this.generation.view().isBelieved()).isFalse();
	}

	@Test
	void staysDoubtedWhenThatCameAfterAnotherWasBegun() {
		View before = this.generation.view();
		this.generation.doubt();
		this.generation.learn(ID, "server", before);
		assertThat(this.generation.view().isDoubted()).isTrue();
	}

}
