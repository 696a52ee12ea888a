package io.jenkins.plugins.cutover.controller;

import com.cloudbees.jenkins.plugins.awscredentials.AmazonWebServicesCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import io.jenkins.plugins.cutover.model.CutoverException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * "AWS Credentials" of the aws-credentials plugin, where that is installed. A credential of this type can have its own
 * role, which it assumes through the SDK without a time limit. So the call has a limit here, and the keys of a role are
 * kept for {@link #KEPT}; the shortest session that AWS issues is 15 min.
 */
final class AwsCredentialsType {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration KEPT = Duration.ofMinutes(5);

    /** By credential id. An entry is only for the same object: a changed credential is another one. */
    private static final Map<String, Session> SESSIONS = new ConcurrentHashMap<>();

    private record Session(StandardCredentials of, String text, Instant until) {}

    private AwsCredentialsType() {}

    /** @return whether the aws-credentials plugin is installed */
    static boolean isInstalled() {
        try {
            return AmazonWebServicesCredentials.class.isInterface();
        } catch (LinkageError e) {
            return false;
        }
    }

    static boolean includes(StandardCredentials found) {
        return isInstalled() && found instanceof AmazonWebServicesCredentials;
    }

    static Class<?> type() {
        return AmazonWebServicesCredentials.class;
    }

    /**
     * @return {@code ACCESS_KEY_ID:SECRET_ACCESS_KEY}, and {@code :SESSION_TOKEN} for the keys of a role
     * @throws CutoverException of one line when there are no keys, or AWS refuses the role or does not answer in 10 s
     */
    static String text(StandardCredentials found) {
        Session known = SESSIONS.get(found.getId());
        if (known != null && known.of() == found && known.until().isAfter(Instant.now())) {
            return known.text();
        }
        AwsCredentials keys = resolved(found);
        String text = keys.accessKeyId() + ":" + keys.secretAccessKey();
        if (keys instanceof AwsSessionCredentials session) {
            text += ":" + session.sessionToken();
            SESSIONS.put(found.getId(), new Session(found, text, Instant.now().plus(KEPT)));
        }
        return text;
    }

    private static AwsCredentials resolved(StandardCredentials found) {
        FutureTask<AwsCredentials> task = new FutureTask<>(((AmazonWebServicesCredentials) found)::resolveCredentials);
        Thread thread = new Thread(task, "AWS credential " + found.getId());
        thread.setDaemon(true);
        thread.start();
        try {
            AwsCredentials keys = task.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (keys == null) {
                throw fault(found, "it holds no keys", null);
            }
            return keys;
        } catch (ExecutionException e) {
            throw fault(found, String.valueOf(e.getCause().getMessage()).replaceAll("\\s+", " "), e.getCause());
        } catch (TimeoutException e) {
            task.cancel(true);
            throw fault(found, "AWS did not answer within " + LIMIT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw fault(found, "interrupted", e);
        }
    }

    private static CutoverException fault(StandardCredentials found, String why, Throwable cause) {
        return new CutoverException("credential: \"" + found.getId() + "\" of type AWS Credentials: " + why, cause);
    }
}
