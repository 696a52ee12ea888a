package com.cloudbees.plugins.credentials;

import com.cloudbees.plugins.credentials.common.IdCredentials;
import hudson.model.Run;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

public abstract class CredentialsProvider {
    private static final Map<String, IdCredentials> STORE = new ConcurrentHashMap<>();

    public static <C extends IdCredentials> C findCredentialById(String id, Class<C> type, Run<?, ?> run) {
        IdCredentials found = STORE.get(id);
        return type.isInstance(found) ? type.cast(found) : null;
    }
}
