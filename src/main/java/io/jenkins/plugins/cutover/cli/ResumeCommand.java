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

/** Goes on with a cutover whose build or command line is gone. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = {
            "Goes on with what an open cutover was doing when whoever moved it went away: the deploy, the shift, the"
                    + " phase's judgement or the way back. It waits for the environment's lock until its owner is known"
                    + " to be gone. Then it tells what comes next; with --all it goes on, up to the next gate."
        },
        footer = {
            "",
            "Exit status: 0 done, or nothing was under way, 1 failed or EKS was found harmful (the traffic is back on"
                    + " Mesos then), 2 unknown service or wrong usage."
        })
final class ResumeCommand implements Callable<Integer> {
    @Mixin
    private JournalOptions options;

    @Option(
            names = "--service",
            paramLabel = "NAME",
            description = "The service; may be left out while only one cutover is open.")
    private String service;

    @Option(names = "--all", description = "Go on through the following phases too, up to the next gate.")
    private boolean all;

    @Option(
            names = "--approved-by",
            paramLabel = "NAME",
            description = "Who has approved the next gate; with --all. It is written into the record.")
    private String approver;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "2m",
            description = "How long to wait for the environment's lock; an owner that is gone is known to be after a"
                    + " minute at most. Default: 2m")
    private String wait;

    @Option(names = "--json", description = "What was done, as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final List<Map<String, Object>> done = new ArrayList<>();

    @Override
    public Integer call() throws JsonProcessingException {
        Context context = options.context();
        String name = service == null ? onlyOne(context) : service;
        try (ForegroundRunner work = new ForegroundRunner(this::say)) {
            goOn(context, work, name);
        }
        if (json) {
            spec.commandLine().getOut().println(Json.mapper().writeValueAsString(done));
        }
        return 0;
    }

    private void goOn(Context context, ForegroundRunner work, String name) {
        ResumePlan resumePlan = ResumePlan.of(context, record(context, name));
        resumePlan.operation().ifPresent(operation -> run(context, work, operation));
        while (all && record(context, name).state().open()) {
            ResumePlan now = ResumePlan.of(context, record(context, name));
            Optional<Operation> step = now.operation().or(() -> now.next()
                    .filter(phase -> open(context, work, name, phase))
                    .map(phase -> ResumePlan.shift(context, name, phase)));
            if (step.isEmpty()) {
                break;
            }
            run(context, work, step.get());
        }
        say(standing(context, record(context, name)));
    }

    /** A gate is passed once, by name. */
    private boolean open(Context context, ForegroundRunner work, String name, Phase phase) {
        if (!phase.gate() || approver == null) {
            return !phase.gate();
        }
        work.run(ResumePlan.approval(context, name, phase, approver));
        say("the gate before " + phase.share() + " is passed, approved by " + approver);
        approver = null;
        return true;
    }

    private void run(Context context, ForegroundRunner work, Operation operation) {
        String environment = record(context, operation.service()).spec().environment();
        say(operation.service() + ": " + operation.name() + " goes on");
        boolean returning = record(context, operation.service()).state().returning();
        Map<String, Object> result = new TreeMap<>(work.run(
                returning
                        ? operation
                        : new QueuedOperation(
                                context, environment, operation, new WaitingQueue(), Instant.now(), patience())));
        result.put("operation", operation.name());
        done.add(result);
    }

    private Duration patience() {
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
                            ? "no cutover is open; ./cutover status shows all"
                            : "--service: " + open.size() + " cutovers are open, one must be named: " + names(open));
        }
        return open.get(0).service();
    }

    private static String names(List<CutoverRecord> records) {
        String names = records.stream().map(CutoverRecord::service).collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }

    private static String standing(Context context, CutoverRecord record) {
        String now = record.service() + " is " + record.state() + " with " + record.share() + " on EKS";
        if (!record.state().open()) {
            return now;
        }
        return now
                + ResumePlan.of(context, record)
                        .next()
                        .map(phase -> "; next: " + phase.share() + (phase.gate() ? ", after a person's approval" : "")
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
