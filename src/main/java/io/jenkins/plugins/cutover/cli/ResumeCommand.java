package io.jenkins.plugins.cutover.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Phase;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.QueuedOperation;
import io.jenkins.plugins.cutover.operation.engine.WaitingQueue;
import io.jenkins.plugins.cutover.operation.resume.ResumePlan;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Continues a cutover whose build or command line is gone. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = {
            "Continues the interrupted operation of an open cutover whose owner is gone: the deploy, the shift, the"
                    + " judgement of the phase or the rollback. Waits for the environment's lock until its owner is known"
                    + " to be gone. Then reports the next phase; with --all continues up to the next gate."
        },
        footer = {
            "",
            "Exit status: 0 success or nothing to continue, 1 failure or EKS proved harmful (the traffic is then back on"
                    + " Mesos), 2 unknown service or wrong usage."
        })
final class ResumeCommand implements Callable<Integer> {
    @Mixin
    private JournalOptions options;

    @Option(
            names = "--service",
            paramLabel = "NAME",
            description = "The service. Optional if exactly one cutover is open.")
    private String service;

    @Option(names = "--all", description = "Continue with the following phases, up to the next gate.")
    private boolean all;

    @Option(
            names = "--approved-by",
            paramLabel = "NAME",
            description = "Who approved the next gate, for the record; with --all.")
    private String approver;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The service's YAML file as it is now. HAProxy instances that it names and the record does not"
                            + " know are set to the share too; any other difference stops the command. Default: the record's")
    private Path config;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "2m",
            description = "How long to wait for the environment's lock. An owner that is gone is detected within a"
                    + " minute. Default: 2m")
    private String wait;

    @Option(names = "--json", description = "JSON output: the results of the operations.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final List<Map<String, Object>> done = new ArrayList<>();

    @Override
    public Integer call() throws JsonProcessingException {
        Context context = options.context().with(new PresentServiceFile(config));
        String name = service == null ? onlyOne(context) : service;
        try (ForegroundRunner work = new ForegroundRunner(this::say)) {
            resume(context, work, name);
        }
        if (json) {
            spec.commandLine().getOut().println(Json.mapper().writeValueAsString(done));
        }
        return 0;
    }

    private void resume(Context context, ForegroundRunner work, String name) {
        ResumePlan resumePlan = ResumePlan.of(context, record(context, name));
        resumePlan.operation().ifPresent(operation -> run(context, work, operation));
        while (all && record(context, name).state().open()) {
            ResumePlan now = ResumePlan.of(context, record(context, name));
            Optional<Operation> step = now.operation().or(() -> now.next()
                    .filter(phase -> passGate(context, work, name, phase))
                    .map(phase -> ResumePlan.shift(context, name, phase)));
            if (step.isEmpty()) {
                break;
            }
            run(context, work, step.get());
        }
        say(position(context, record(context, name)));
    }

    /** An approval counts for one gate. */
    private boolean passGate(Context context, ForegroundRunner work, String name, Phase phase) {
        if (!phase.gate() || approver == null) {
            return !phase.gate();
        }
        work.run(ResumePlan.approval(context, name, phase, approver));
        say("the gate before " + phase.share() + " is approved by " + approver);
        approver = null;
        return true;
    }

    private void run(Context context, ForegroundRunner work, Operation operation) {
        String environment = record(context, operation.service()).spec().environment();
        say(operation.service() + ": " + operation.name() + " continues");
        boolean returning = record(context, operation.service()).state().returning();
        Map<String, Object> result = new TreeMap<>(work.run(
                returning
                        ? operation
                        : new QueuedOperation(
                                context, environment, operation, new WaitingQueue(), Instant.now(), lockTimeout())));
        result.put("operation", operation.name());
        done.add(result);
    }

    private Duration lockTimeout() {
        return Durations.parse("--wait", wait);
    }

    private static CutoverRecord record(Context context, String name) {
        return context.journal().find(name).orElseThrow(() -> context.journal().unknown(name));
    }

    private static String onlyOne(Context context) {
        List<CutoverRecord> open =
                context.journal().all().stream().filter(r -> r.state().open()).toList();
        if (open.size() != 1) {
            throw new InvalidInputException(
                    open.isEmpty()
                            ? "no cutover is open; ./cutover status lists all"
                            : "--service: " + open.size() + " cutovers are open, name one of them: " + names(open));
        }
        return open.get(0).service();
    }

    private static String names(List<CutoverRecord> records) {
        String names = records.stream().map(CutoverRecord::service).collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }

    private static String position(Context context, CutoverRecord record) {
        String now = record.service() + " is " + record.state() + " with " + record.share() + " on EKS";
        if (!record.state().open()) {
            return now;
        }
        return now
                + ResumePlan.of(context, record)
                        .next()
                        .map(phase -> "; next: " + phase.share() + (phase.gate() ? ", after an approval" : "")
                                + ", judged for " + Durations.text(phase.bake()) + " (resume --all), or rollback")
                        .orElse("");
    }

    private void say(String line) {
        if (!json) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(line);
            out.flush();
        }
    }
}
