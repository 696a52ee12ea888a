package io.jenkins.plugins.cutover.mesos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.cutover.http.HttpReply;
import io.jenkins.plugins.cutover.mesos.MarathonException.Kind;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.MarathonSpec;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Trades a secret for a DC/OS token at {@code POST /acs/api/v1/auth/login}. The secret is {@code user:password}, or the
 * JSON of a service account as {@code dcos security} stores it ({@code {"uid", "private_key", "scheme": "RS256"}}).
 */
final class DcosLogin implements Login.DcosTokens {
    private static final ObjectMapper JSON = Json.mapper();
    /** DC/OS refuses a service login token that is valid for more than ten minutes. */
    private static final Duration PROOF_LIFE = Duration.ofMinutes(5);

    private final MarathonSpec spec;
    private final MarathonHttp http;
    private final Clock clock;

    DcosLogin(MarathonSpec spec, MarathonHttp http, Clock clock) {
        this.spec = spec;
        this.http = http;
        this.clock = clock;
    }

    @Override
    public String get(String secret) {
        URI login = spec.url().resolve("/acs/api/v1/auth/login");
        String where = "DC/OS login " + MarathonHttp.shown(login);
        HttpReply reply = http.send(where, "POST", login, body(secret).toString(), Optional.empty());
        if (reply.status() == 401 || reply.status() == 403) {
            throw Login.denied(where, reply.status(), spec);
        }
        String token = Json.parsed(reply.body()).path("token").asText();
        if (reply.status() != 200 || token.isEmpty()) {
            Kind kind = reply.status() >= 500 ? Kind.UNAVAILABLE : Kind.REFUSED;
            throw new MarathonException(kind, where + ": answered " + reply.status() + " without a token");
        }
        return token;
    }

    private JsonNode body(String secret) {
        if (secret.strip().startsWith("{")) {
            return serviceAccount(secret);
        }
        int colon = secret.indexOf(':');
        if (colon < 1) {
            throw new InvalidInputException("marathon.credential: the secret \"" + spec.credential()
                    + "\" is neither user:password nor the JSON of a DC/OS service account");
        }
        return JSON.valueToTree(Map.of("uid", secret.substring(0, colon), "password", secret.substring(colon + 1)));
    }

    private JsonNode serviceAccount(String secret) {
        try {
            JsonNode account = JSON.readTree(secret);
            String uid = account.path("uid").asText();
            return JSON.valueToTree(Map.of(
                    "uid", uid, "token", proof(uid, account.path("private_key").asText())));
        } catch (JsonProcessingException | GeneralSecurityException | IllegalArgumentException e) {
            // No cause: the message of a parser quotes its input.
            throw new InvalidInputException("marathon.credential: the secret \"" + spec.credential()
                    + "\" is not a DC/OS service account with uid and an RSA private_key in PKCS#8 form");
        }
    }

    /** A JSON Web Token, RS256, that names the account and its own expiry. */
    private String proof(String uid, String pem) throws GeneralSecurityException, JsonProcessingException {
        String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
        PKCS8EncodedKeySpec key = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
        long expires = clock.instant().plus(PROOF_LIFE).getEpochSecond();
        String content = base64(JSON.writeValueAsBytes(Map.of("alg", "RS256", "typ", "JWT"))) + "."
                + base64(JSON.writeValueAsBytes(Map.of("uid", uid, "exp", expires)));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(KeyFactory.getInstance("RSA").generatePrivate(key));
        signature.update(content.getBytes(StandardCharsets.US_ASCII));
        return content + "." + base64(signature.sign());
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
