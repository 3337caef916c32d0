package io.github.redistiers.doctor;

import java.util.List;

import io.github.redistiers.connection.HostAndPort;
import io.github.redistiers.doctor.ServerUrl.Form;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServerUrlTests {

	@Test
	void takesAServer() {
		ServerUrl url = ServerUrl.parse(" rediss://user:p%40ss@host/3 ");
		assertThat(url.form()).isEqualTo(Form.SINGLE);
		assertThat(url.addresses()).containsExactly(new HostAndPort("host", 6379));
		assertThat(url.first().tls()).isTrue();
		assertThat(url.first().username()).isEqualTo("user");
		assertThat(url.first().password()).isEqualTo("p@ss");
	}

	@Test
	void takesAUserWhosePasswordStandsElsewhere() {
		assertThat(ServerUrl.parse("redis://user:@host").first().username()).isEqualTo("user");
		assertThat(ServerUrl.parse("redis://user:@host").first().password()).isNull();
	}

	@Test
	void takesNodesOfACluster() {
		ServerUrl url = ServerUrl.parse("redis-cluster://user:a@b@one:7000,[::1],three");
		assertThat(url.form()).isEqualTo(Form.CLUSTER);
		assertThat(url.addresses()).isEqualTo(
				List.of(new HostAndPort("one", 7000), new HostAndPort("::1", 6379), new HostAndPort("three", 6379)));
		assertThat(url.first().password()).isEqualTo("a@b");
		assertThat(url.first().tls()).isFalse();
	}

	@Test
	void takesSentinels() {
		ServerUrl url = ServerUrl.parse("rediss-sentinel://:secret@one,two:7000/2#primary");
		assertThat(url.form()).isEqualTo(Form.SENTINEL);
		assertThat(url.addresses()).containsExactly(new HostAndPort("one", 26379), new HostAndPort("two", 7000));
		assertThat(url.master()).isEqualTo("primary");
		assertThat(url.first().password()).isEqualTo("secret");
		assertThat(url.first().tls()).isTrue();
	}

	@Test
	void keepsSecretsToItself() {
		assertThat(ServerUrl.parse("redis-cluster://user:secret@one:7000").toString()).doesNotContain("secret");
	}

}
