package io.github.redistiers.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SyncedFilesTests {

	@TempDir
	Path temporary = Path.of("");

	private Path folder = Path.of("");

	private Path journal = Path.of("");

	@BeforeEach
	void prepare() throws IOException {
		this.folder = Files.createDirectory(this.temporary.resolve("data"));
		this.journal = this.temporary.resolve("journal");
	}

	@Test
	void cutsOffWhatWasWrittenAfterTheLastSync() throws IOException {
		Path file = Files.writeString(this.folder.resolve("a.aof"), "123456789");
		Files.writeString(this.journal, "synced\t3\t%1$s\nsynced\t5\t%1$s\n".formatted(file));
		assertThat(SyncedFiles.read(this.journal).truncate(this.folder)).isEqualTo(4);
		assertThat(file).hasContent("12345");
	}

	@Test
	void followsAFileThatIsRenamed() throws IOException {
		Path old = this.folder.resolve("temp.aof");
		Path file = Files.writeString(this.folder.resolve("a.aof"), "123456789");
		Files.writeString(this.journal, "synced\t9\t%2$s\nsynced\t6\t%1$s\nrenamed\t%1$s\t%2$s\n".formatted(old, file));
		assertThat(SyncedFiles.read(this.journal).truncate(this.folder)).isEqualTo(3);
	}

	@Test
	void keepsNothingOfAFileThatWasNeverSynced() throws IOException {
		Path file = Files.writeString(this.folder.resolve("a.aof"), "123456789");
		Path log = Files.writeString(this.folder.resolve("server.log"), "words");
		assertThat(SyncedFiles.read(this.journal).truncate(this.folder)).isEqualTo(9);
		assertThat(file).isEmptyFile();
		assertThat(log).hasContent("words");
	}

}
