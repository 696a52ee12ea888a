package io.jenkins.plugins.cutover.aws;

import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Environment variables: those of an identity outrank those of the process.
 *
 * @param process gives the value of a variable; null for an unset one
 */
record Variables(Map<String, String> identity, UnaryOperator<String> process) {
    /** @return the value without surrounding blanks; empty if it is not set */
    String get(String name) {
        String value = identity.getOrDefault(name, process.apply(name));
        return value == null ? "" : value.trim();
    }

    boolean isTrue(String name) {
        return get(name).equalsIgnoreCase("true");
    }
}
