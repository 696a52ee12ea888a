package io.jenkins.plugins.cutover.mesos;

import io.jenkins.plugins.cutover.mesos.MarathonException.Kind;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.MarathonSpec;
import io.jenkins.plugins.cutover.model.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The {@code Authorization} header. Secrets are read when they are needed and appear in no message. */
sealed interface Login {
    /** @return empty when no header is sent */
    Optional<String> header();

    /** After a 401: forgets what expires. @return whether trying again makes sense */
    default boolean renew() {
        return false;
    }

    /** Marathon without a login. */
    record None() implements Login {
        @Override
        public Optional<String> header() {
            return Optional.empty();
        }
    }

    /** Marathon's own {@code --http_credentials}. */
    record Basic(MarathonSpec spec, Secrets secrets) implements Login {
        @Override
        public Optional<String> header() {
            byte[] userAndPassword = secret(spec, secrets).getBytes(StandardCharsets.UTF_8);
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(userAndPassword));
        }

        @Override
        public String toString() {
            return "Basic";
        }
    }

    /** A DC/OS token from the configuration; the scheme is {@code token=}, not {@code Bearer}. */
    record Token(MarathonSpec spec, Secrets secrets) implements Login {
        @Override
        public Optional<String> header() {
            return Optional.of("token=" + secret(spec, secrets).strip());
        }

        @Override
        public String toString() {
            return "Token";
        }
    }

    /** Logs in to DC/OS with a user's name and password or a service account, and again when the token has expired. */
    final class Dcos implements Login {
        private final MarathonSpec spec;
        private final Secrets secrets;
        private final DcosTokens tokens;
        private String token;

        Dcos(MarathonSpec spec, Secrets secrets, DcosTokens tokens) {
            this.spec = spec;
            this.secrets = secrets;
            this.tokens = tokens;
        }

        @Override
        public synchronized Optional<String> header() {
            if (token == null) {
                token = tokens.get(secret(spec, secrets));
            }
            return Optional.of("token=" + token);
        }

        @Override
        public synchronized boolean renew() {
            token = null;
            return true;
        }
    }

    /** Gets a token from DC/OS. */
    interface DcosTokens {
        String get(String secret);
    }

    private static String secret(MarathonSpec spec, Secrets secrets) {
        return secrets.find(spec.credential())
                .filter(s -> !s.isBlank())
                .orElseThrow(() -> new InvalidInputException("marathon.credential: no secret is known by the name \""
                        + spec.credential() + "\", which " + spec.auth() + " needs"));
    }

    static MarathonException denied(String where, int status, MarathonSpec spec) {
        String with = spec.auth() == MarathonSpec.Auth.NONE
                ? "no login is configured (marathon.auth)"
                : "the credential \"" + spec.credential() + "\" (" + spec.auth() + ") "
                        + (status == 401 ? "is refused" : "does not suffice");
        return new MarathonException(Kind.DENIED, where + ": answered " + status + ", " + with);
    }
}
