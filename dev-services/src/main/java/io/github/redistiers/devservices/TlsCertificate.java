package io.github.redistiers.devservices;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;

/**
 * A self-signed certificate for {@code localhost} and {@code 127.0.0.1}, made by the
 * JDK's own {@code keytool}, as files in all forms that clients read.
 *
 * @param certificate the certificate, PEM; also what a client trusts
 * @param privateKey the private key, PEM (PKCS 8)
 * @param keyStore certificate and key, PKCS 12
 * @param trustStore the certificate alone, PKCS 12
 * @param password the password of both stores
 * @since 0.1.0
 */
public record TlsCertificate(Path certificate, Path privateKey, Path keyStore, Path trustStore, String password) {

	private static final String ALIAS = "server";

	private static final String PASSWORD = "changeit";

	/**
	 * Makes a certificate.
	 * @param folder the folder for its files; made when absent
	 * @return the files
	 */
	public static TlsCertificate create(Path folder) {
		TlsCertificate made = new TlsCertificate(folder.resolve("server.crt"), folder.resolve("server.key"),
				folder.resolve("server.p12"), folder.resolve("trust.p12"), PASSWORD);
		try {
			Files.createDirectories(folder);
			made.runKeytool();
			made.writeOtherForms();
			return made;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException("A certificate could not be made in " + folder + ": " + ex.getMessage(),
					ex);
		}
	}

	private void runKeytool() throws IOException {
		Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
		Process process = new ProcessBuilder(
				List.of(keytool.toString(), "-genkeypair", "-alias", ALIAS, "-keyalg", "EC", "-groupname", "secp256r1",
						"-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1", "-validity", "3650",
						"-storetype", "PKCS12", "-keystore", this.keyStore.toString(), "-storepass", this.password))
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		try {
			if (process.waitFor() != 0) {
				throw new IOException(output);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted", ex);
		}
	}

	private void writeOtherForms() throws IOException, GeneralSecurityException {
		KeyStore keys = KeyStore.getInstance(this.keyStore.toFile(), this.password.toCharArray());
		Certificate own = keys.getCertificate(ALIAS);
		Key key = keys.getKey(ALIAS, this.password.toCharArray());
		Files.writeString(this.certificate, pem("CERTIFICATE", own.getEncoded()));
		Files.writeString(this.privateKey, pem("PRIVATE KEY", key.getEncoded()));
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry(ALIAS, own);
		try (OutputStream output = Files.newOutputStream(this.trustStore)) {
			trusted.store(output, this.password.toCharArray());
		}
	}

	private static String pem(String kind, byte[] content) {
		String body = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content);
		return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
	}

}
