package io.github.redistiers.cache;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FictionReportTests {

	private static final double HOUR = 3600;

	@Test
	void saysWhatIsFiction() {
		assertThat(FictionReport.of("products", 24 * HOUR, 40 * 60, 38_525))
			.isEqualTo("products: TTL 24 h, but entries live about 40 min; 24 h would need about 3.1 GB");
	}

	@Test
	void saysNothingWhereATimeToLiveIsKept() {
		assertThat(FictionReport.of("products", HOUR, HOUR, 1000)).isNull();
		assertThat(FictionReport.of("products", HOUR, 0.85 * HOUR, 1000)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "0.24, 0.2 s", "1, 1 s", "90, 90 s", "119, 119 s", "120, 2 min", "2400, 40 min", "7200, 2 h",
			"9000, 2.5 h", "86400, 24 h", "172800, 2 d", "864000, 10 d" })
	void saysTimesAsPeopleDo(double seconds, String words) {
		assertThat(LifeWords.time(seconds)).isEqualTo(words);
	}

	@ParameterizedTest
	@CsvSource({ "512, 512 bytes", "1024, 1 KB", "67108864, 64 MB", "3328599654, 3.1 GB", "1e15, 909 TB" })
	void saysAmountsAsRedisDoes(double bytes, String words) {
		assertThat(LifeWords.amount(bytes)).isEqualTo(words);
	}

}
