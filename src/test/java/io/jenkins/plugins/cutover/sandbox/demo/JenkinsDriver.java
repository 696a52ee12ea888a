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
 * The pipeline on a real controller of its own, with the plugin file as an administrator would install it. How far it is
 * is read from the record in its folder; a restart of the controller in the middle of a phase changes nothing of that.
 */
final class JenkinsDriver implements Driver {
    private static final String JOB = "orders-cutover";
    private static final int LOOK_MILLIS = 100;

    private final Path home;
    private final Share restartAt;
    private final RealController controller;
    private volatile String status = "";
    private int seen;
    private boolean rollingBack;
    private boolean judging;
    private Told told;

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
                  systemMessage: "The sandbox of ./cutover demo --jenkins: it is gone when the demo ends."
                credentials:
                  system:
                    domainCredentials:
                      - credentials:
                          - string: {scope: GLOBAL, id: sandbox-cluster, secret: "%s"}
                """.formatted(Sandbox.TOKEN);
    }

    @Override
    public String run(Told listener) throws Exception {
        told = listener;
        controller.build(JOB);
        told.deploying();
        String result = "";
        while (result.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            look();
            status = lastLine();
            result = controller.result(JOB, 1);
        }
        look();
        return result.equals("SUCCESS") ? "" : "the build ended " + result + ": " + lastLine();
    }

    /** Passes on what was written since the last look. */
    private void look() throws Exception {
        Optional<CutoverRecord> record = record();
        if (record.isEmpty()) {
            return;
        }
        List<Event> history = record.get().history();
        while (seen < history.size()) {
            tell(history.get(seen++));
        }
        if (record.get().state() == CutoverState.ROLLED_BACK && rollingBack) {
            rollingBack = false;
            told.rolledBack();
        }
    }

    private void tell(Event event) throws Exception {
        switch (event.kind()) {
            case "ready" -> told.deployed();
            case "shift" -> told.shifting(Share.ofPercent(event.data().get("to")));
            case "phase" -> {
                Share share = Share.ofPercent(event.data().get("share"));
                told.shifted(share, event.at());
                told.judging(share);
                judging = true;
                restart(share);
            }
            case "verdict" -> judged(Verdict.valueOf(String.valueOf(event.data().get("verdict"))), event);
            case "rollback" -> {
                if (judging) {
                    judged(null, event); // cut short: the build was aborted
                }
                rollingBack = true;
                told.rollingBack();
            }
            default -> {
                // The record tells of more than the screen shows.
            }
        }
    }

    private void judged(Verdict verdict, Event event) {
        judging = false;
        told.judged(verdict, event.at());
    }

    /** As an administrator would in the worst moment: the phase has begun to be judged. */
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
