package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.journal.FileJournal;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import io.jenkins.plugins.cutover.sandbox.controller.RealController;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The pipeline on a real controller of its own, with the plugin file as an administrator would install it. Progress
 * is read from the record in its folder; it survives a restart of the controller in the middle of a phase.
 */
final class JenkinsDriver implements Driver {
    private static final String JOB = "orders-cutover";
    private static final int POLL_MILLIS = 100;

    private final Path home;
    private final Share restartAt;
    private final RealController controller;
    private volatile String status = "";
    private int seen;
    private boolean rollingBack;
    private boolean judging;
    private Listener listener;

    /** @param restartAt the phase in whose middle the controller restarts; null for none */
    JenkinsDriver(Path workspace, Path home, Share restartAt) throws IOException {
        Path base = Path.of(System.getProperty("cutover.basedir", "."));
        this.home = home;
        this.restartAt = restartAt;
        controller = new RealController(home, base.resolve("target/phased-cutover.hpi"), configuration());
        controller.job(JOB, Files.readString(base.resolve("examples/Jenkinsfile")));
        controller.workspaceFile(JOB, "orders.yaml", Files.readString(workspace.resolve("orders.yaml")));
        controller.start();
    }

    private static String configuration() {
        return """
                jenkins:
                  numExecutors: 2
                  systemMessage: "The sandbox of ./cutover demo --jenkins: it is deleted when the demo ends."
                credentials:
                  system:
                    domainCredentials:
                      - credentials:
                          - string: {scope: GLOBAL, id: sandbox-cluster, secret: "%s"}
                """.formatted(Sandbox.TOKEN);
    }

    @Override
    public String run(Listener target) throws Exception {
        listener = target;
        controller.build(JOB);
        listener.deploying();
        String result = "";
        while (result.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            look();
            status = lastLine();
            result = controller.result(JOB, 1);
        }
        look();
        return result.equals("SUCCESS") ? "" : "the build ended " + result + ": " + lastLine();
    }

    /** Reports the events that were written since the last call. */
    private void look() throws Exception {
        Optional<CutoverRecord> record = record();
        if (record.isEmpty()) {
            return;
        }
        List<Event> history = record.get().history();
        while (seen < history.size()) {
            report(history.get(seen++));
        }
        if (record.get().state() == CutoverState.ROLLED_BACK && rollingBack) {
            rollingBack = false;
            listener.rolledBack();
        }
    }

    private void report(Event event) throws Exception {
        switch (event.kind()) {
            case "ready" -> listener.deployed();
            case "shift" -> listener.shifting(Share.ofPercent(event.data().get("to")));
            case "phase" -> {
                Share share = Share.ofPercent(event.data().get("share"));
                listener.shifted(share, event.at());
                listener.judging(share);
                judging = true;
                restart(share);
            }
            case "verdict" -> judged(Verdict.valueOf(String.valueOf(event.data().get("verdict"))), event);
            case "rollback" -> {
                if (judging) {
                    judged(null, event); // cut short: the build was aborted
                }
                rollingBack = true;
                listener.rollingBack();
            }
            default -> {
                // The screen does not show other events.
            }
        }
    }

    private void judged(Verdict verdict, Event event) {
        judging = false;
        listener.judged(verdict, event.at());
    }

    /** Restarts the controller at a critical moment: while the phase is judged. */
    private void restart(Share share) throws Exception {
        if (share.equals(restartAt)) {
            TimeUnit.SECONDS.sleep(1);
            status = DemoRun.SERVICE + ": the controller restarts";
            controller.stop();
            controller.start();
        }
    }

    private String lastLine() throws IOException {
        String[] lines = controller.console(JOB, 1).split("\n");
        for (int i = lines.length - 1; i >= 0; i--) {
            if (lines[i].startsWith("[cutover] ") || lines[i].startsWith("ERROR: ")) {
                return lines[i].replaceFirst("^\\[cutover] ", "");
            }
        }
        return "";
    }

    @Override
    public void abort(String reason) throws IOException {
        controller.abort(JOB, 1);
    }

    @Override
    public String status() {
        return status;
    }

    @Override
    public Optional<CutoverRecord> record() {
        try {
            return new FileJournal(home.resolve("phased-cutover"), Clock.systemUTC()).find(DemoRun.SERVICE);
        } catch (CutoverException beingWritten) {
            return Optional.empty();
        }
    }

    @Override
    public String address() {
        return controller.address().toString();
    }

    @Override
    public void close() {
        controller.close();
    }
}
