package io.jenkins.plugins.cutover.controller;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** The drop-down with the credentials that {@link JenkinsSecrets} can read. */
final class CredentialChoice {
    private CredentialChoice() {}

    /** @param current always in the list, even if no such credential exists or the user may not list them */
    static ListBoxModel of(String current) {
        ListBoxModel choices = new ListBoxModel();
        choices.add(Messages.text("credential.none"), "");
        if (Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            choices.addAll(CredentialsProvider.listCredentialsInItemGroup(
                    StandardCredentials.class,
                    Jenkins.get(),
                    ACL.SYSTEM2,
                    List.of(),
                    CredentialsMatchers.anyOf(
                            types().map(CredentialsMatchers::instanceOf).toArray(CredentialsMatcher[]::new))));
        }
        String id = SystemSettings.trimmed(current);
        if (choices.stream().noneMatch(c -> c.value.equals(id))) {
            choices.add(id, id);
        }
        return choices;
    }

    private static Stream<Class<?>> types() {
        Stream<Class<?>> always =
                Stream.of(StringCredentials.class, StandardUsernamePasswordCredentials.class, FileCredentials.class);
        return AwsCredentialsType.isInstalled() ? Stream.concat(always, Stream.of(AwsCredentialsType.type())) : always;
    }
}
