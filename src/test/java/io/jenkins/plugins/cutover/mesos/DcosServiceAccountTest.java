package io.jenkins.plugins.cutover.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.MarathonSpec;
import io.jenkins.plugins.cutover.model.MarathonSpec.Auth;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A DC/OS service account proves itself by a signed token, never by its key. */
class DcosServiceAccountTest {
    private static final Instant NOW = Instant.parse("2024-05-01T12:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AtomicReference<String> login = new AtomicReference<>();
    private HttpServer server;
    private KeyPair keys;

    @BeforeEach
    void start() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/acs/api/v1/auth/login", exchange -> {
            login.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] answer = "{\"token\":\"t1\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void theLoginSendsASignedTokenThatExpiresSoon() throws Exception {
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        String account = JSON.writeValueAsString(Map.of("uid", "cutover", "private_key", pem, "scheme", "RS256"));
        assertThat(login().get(account)).isEqualTo("t1");

        JsonNode sent = JSON.readTree(login.get());
        String[] token = sent.path("token").asText().split("\\.");
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(keys.getPublic());
        signature.update((token[0] + "." + token[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(token[2]))).isTrue();
        JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(token[1]));
        assertThat(claims.path("uid").asText()).isEqualTo("cutover");
        assertThat(claims.path("exp").asLong()).isBetween(NOW.getEpochSecond() + 1, NOW.getEpochSecond() + 600);
        assertThat(login.get()).doesNotContain("PRIVATE");
    }

    @Test
    void anInvalidKeyIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> login().get("{\"uid\":\"u\",\"private_key\":\"hidden!\"}"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("\"cred\" is not a DC/OS service account")
                .hasMessageNotContaining("hidden");
    }

    private DcosLogin login() {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/service/marathon");
        MarathonSpec spec = new MarathonSpec(url, "/a", Auth.DCOS, "cred", false);
        return new DcosLogin(spec, new MarathonHttp(Duration.ofSeconds(5)), Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
