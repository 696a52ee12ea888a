package io.jenkins.plugins.cutover.controller;

import hudson.util.FormValidation;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.operation.engine.Connections;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Runs the "Test connection" button of every outside system. The caller checks the user's permission. */
final class ConnectionTest {
    private static final int SECONDS = 20;

    private ConnectionTest() {}

    /** Tests on a background thread with the controller's own credentials, for at most {@value #SECONDS} seconds. */
    static FormValidation of(SystemSettings settings) {
        Connections connections =
                new Connections(new JenkinsSecrets(null), Clock.systemUTC(), new AgentExecutors(null));
        CompletableFuture<List<Finding>> test = CompletableFuture.supplyAsync(
                () -> settings.test(connections), CutoverServices.get().background());
        try {
            return result(test.get(SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            return FormValidation.error(Messages.text("connection.late", SECONDS));
        } catch (ExecutionException e) {
            return FormValidation.error(message(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FormValidation.error(Messages.text("connection.interrupted"));
        }
    }

    private static FormValidation result(List<Finding> findings) {
        String text = findings.stream().map(Finding::toString).collect(Collectors.joining("; "));
        boolean blocked = findings.stream().anyMatch(Finding::blocks);
        boolean fine = findings.stream().allMatch(f -> f.severity() == Finding.Severity.INFO);
        return blocked ? FormValidation.error(text) : fine ? FormValidation.ok(text) : FormValidation.warning(text);
    }

    private static String message(Throwable failure) {
        return failure instanceof CutoverException
                ? failure.getMessage()
                : Messages.text("connection.internal", failure);
    }
}
