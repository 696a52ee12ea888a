package com.cloudbees.plugins.credentials.common;

import com.cloudbees.plugins.credentials.Credentials;
import hudson.util.Secret;

/** Upstream inherits both methods from two further interfaces; a call resolves to the same descriptors. */
public interface UsernamePasswordCredentials extends Credentials {
    String getUsername();

    Secret getPassword();
}
