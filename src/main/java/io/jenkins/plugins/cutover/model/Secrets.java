package io.jenkins.plugins.cutover.model;

import java.util.Optional;

/**
 * Where the secret behind a credential's name is found when it is needed: Jenkins credentials, or the environment on
 * the command line. Specs and records hold names only, never the secret.
 */
@FunctionalInterface
public interface Secrets {
    /** @return the secret text, for example {@code user:password} or a token; empty when the name is not known */
    Optional<String> find(String credential);

    /** Knows nothing: for places that need no credentials. */
    Secrets NONE = credential -> Optional.empty();
}
