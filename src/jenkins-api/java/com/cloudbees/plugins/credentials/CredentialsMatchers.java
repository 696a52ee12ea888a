package com.cloudbees.plugins.credentials;

import java.util.Arrays;

public class CredentialsMatchers {
    private CredentialsMatchers() {}

    public static CredentialsMatcher instanceOf(Class<?> type) {
        return type::isInstance;
    }

    public static CredentialsMatcher anyOf(CredentialsMatcher... matchers) {
        return item -> Arrays.stream(matchers).anyMatch(m -> m.matches(item));
    }
}
