package io.jenkins.plugins.cutover.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certificate authority with one server (127.0.0.1, localhost) and one client, and an untrusted self-signed one;
 * made once a run by the JDK's keytool, all PEM.
 */
public final class TestCertificates {
    private static final String PASSWORD = "made-for-a-test";
    private static TestCertificates made;

    private final Path dir;

    private TestCertificates(Path dir) {
        this.dir = dir;
    }

    public static synchronized TestCertificates get() {
        if (made == null) {
            made = make();
        }
        return made;
    }

    public Path ca() {
        return dir.resolve("ca.pem");
    }

    /** Certificate and key of a server that answers at 127.0.0.1 and localhost. */
    public Path server() {
        return dir.resolve("server.pem");
    }

    /** Certificate and key that the authority signed for a client. */
    public Path client() {
        return dir.resolve("client.pem");
    }

    /** Certificate and key of an untrusted issuer. */
    public Path stranger() {
        return dir.resolve("stranger.pem");
    }

    private static TestCertificates make() {
        try {
            Path dir = Files.createTempDirectory("cutover-pki");
            dir.toFile().deleteOnExit();
            Path store = dir.resolve("store.p12");
            keytool(store, "ca", "-ext", "bc:critical");
            keytool(store, "server", "-signer", "ca", "-ext", "san=ip:127.0.0.1,dns:localhost");
            keytool(store, "client", "-signer", "ca");
            keytool(store, "stranger");
            export(store, dir);
            return new TestCertificates(dir);
        } catch (IOException | GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException("cannot make certificates for the test", e);
        }
    }

    private static void keytool(Path store, String alias, String... more) throws IOException, InterruptedException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command = new ArrayList<>(List.of(tool, "-genkeypair", "-alias", alias, "-keystore"));
        command.addAll(List.of(store.toString(), "-storepass", PASSWORD, "-storetype", "PKCS12", "-validity", "30"));
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + alias));
        command.addAll(Arrays.asList(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("keytool " + alias + ": " + said);
        }
    }

    private static void export(Path store, Path dir) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Files.writeString(
                dir.resolve("ca.pem"),
                pem("CERTIFICATE", keys.getCertificate("ca").getEncoded()));
        for (String alias : List.of("server", "client", "stranger")) {
            StringBuilder text = new StringBuilder();
            for (Certificate c : keys.getCertificateChain(alias)) {
                text.append(pem("CERTIFICATE", c.getEncoded()));
            }
            text.append(pem(
                    "PRIVATE KEY", keys.getKey(alias, PASSWORD.toCharArray()).getEncoded()));
            Files.writeString(dir.resolve(alias + ".pem"), text);
        }
        try (var files = Files.list(dir)) {
            files.forEach(f -> f.toFile().deleteOnExit());
        }
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n";
    }
}
