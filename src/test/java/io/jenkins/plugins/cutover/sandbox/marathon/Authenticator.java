package io.jenkins.plugins.cutover.sandbox.marathon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Authentication: none, HTTP Basic, or DC/OS with its login and tokens that expire. */
final class Authenticator {
    private String basic;
    private String uid;
    private String password;
    private int logins;
    private String token = "";

    synchronized void requireBasic(String userAndPassword) {
        basic = "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    }

    synchronized void requireDcos(String user, String secret) {
        uid = user;
        password = secret;
    }

    synchronized void expireTokens() {
        token = "";
    }

    synchronized int logins() {
        return logins;
    }

    synchronized boolean admits(HttpExchange exchange) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (basic != null) {
            return basic.equals(authorization);
        }
        return uid == null || (!token.isEmpty() && ("token=" + token).equals(authorization));
    }

    /** @return the token; empty when the login is refused */
    synchronized String login(String body) {
        try {
            JsonNode json = Json.parse(body);
            boolean known = uid != null
                    && json.path("uid").asText().equals(uid)
                    && json.path("password").asText().equals(password);
            if (!known) {
                return "";
            }
        } catch (JsonProcessingException e) {
            return "";
        }
        logins++;
        token = "acs-token-" + logins;
        return token;
    }
}
