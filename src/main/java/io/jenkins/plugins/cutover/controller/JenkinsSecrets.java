package io.jenkins.plugins.cutover.controller;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.model.Run;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** Looks up credentials by id, within the build's folder and its user's permissions. Nothing is cached. */
public final class JenkinsSecrets implements Secrets {
    private final Run<?, ?> build;

    /** @param build the build on whose behalf; null for the controller */
    public JenkinsSecrets(Run<?, ?> build) {
        this.build = build;
    }

    @Override
    public Optional<String> find(String credential) {
        return credential.startsWith(EksSpec.Access.CLOUD)
                ? KubernetesCloud.kubeconfig(
                        Jenkins.get().getCloud(credential.substring(EksSpec.Access.CLOUD.length())), this)
                : stored(credential);
    }

    private Optional<String> stored(String credential) {
        StandardCredentials found = build == null
                ? CredentialsProvider.findCredentialByIdInItemGroup(
                        credential, StandardCredentials.class, null, null, null)
                : CredentialsProvider.findCredentialById(credential, StandardCredentials.class, build);
        return Optional.ofNullable(found).map(JenkinsSecrets::text);
    }

    /** The text of a secret text, {@code user:password}, the content of a secret file, or AWS keys. */
    static String text(StandardCredentials found) {
        if (found instanceof StringCredentials secret) {
            return secret.getSecret().getPlainText();
        }
        if (found instanceof StandardUsernamePasswordCredentials login) {
            return login.getUsername() + ":" + login.getPassword().getPlainText();
        }
        if (found instanceof FileCredentials file) {
            return content(file);
        }
        if (AwsCredentialsType.includes(found)) {
            return AwsCredentialsType.text(found);
        }
        throw new CutoverException("credential: \"" + found.getId()
                + "\" is neither a secret text, a user name with password, a secret file nor AWS Credentials");
    }

    private static String content(FileCredentials file) {
        try (InputStream in = file.getContent()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CutoverException("credential: \"" + file.getId() + "\" cannot be read", e);
        }
    }
}
