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
import java.util.function.Function;
import java.util.stream.Collectors;

/** What stands behind a "Test connection" button. Whoever calls it has looked at the reader's permission. */
final class ConnectionTest {
    private static final int SECONDS = 20;

    private ConnectionTest() {}

    /** Asks on a thread of ours, with the controller's own credentials, and answers in words. */
    static FormValidation of(Function<Connections, List<Finding>> question) {
        Connections connections =
                new Connections(new JenkinsSecrets(null), Clock.systemUTC(), new AgentExecutors(null));
        CompletableFuture<List<Finding>> asked = CompletableFuture.supplyAsync(
                () -> question.apply(connections), CutoverServices.get().background());
        try {
            return answer(asked.get(SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            return FormValidation.error(Messages.text("connection.late", SECONDS));
        } catch (ExecutionException e) {
            return FormValidation.error(words(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FormValidation.error(Messages.text("connection.interrupted"));
        }
    }

    private static FormValidation answer(List<Finding> findings) {
        String words = findings.stream().map(Finding::toString).collect(Collectors.joining("; "));
        boolean blocked = findings.stream().anyMatch(Finding::blocks);
        boolean fine = findings.stream().allMatch(f -> f.severity() == Finding.Severity.INFO);
        return blocked ? FormValidation.error(words) : fine ? FormValidation.ok(words) : FormValidation.warning(words);
    }

    private static String words(Throwable failure) {
        return failure instanceof CutoverException
                ? failure.getMessage()
                : Messages.text("connection.internal", failure);
    }
}
