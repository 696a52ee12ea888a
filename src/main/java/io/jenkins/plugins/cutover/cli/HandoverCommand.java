package io.jenkins.plugins.cutover.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.OperationFailedException;
import io.jenkins.plugins.cutover.operation.handover.EditedConfig;
import io.jenkins.plugins.cutover.operation.handover.Handover;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the end state of a completed cutover as HAProxy's own configuration, and proves that it is in place. */
@Command(
        name = "handover",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the HAProxy configuration of a completed cutover: EKS in a form that lasts, Mesos with weight 0. Prints the"
                    + " steps to roll it out. With --prove waits until each instance runs it after a reload. Changes nothing on"
                    + " HAProxy."
        },
        footer = {
            "",
            "Exit status: 0 written, or proven with --prove; 1 not proven, or the new file is not valid; 2 unknown service or wrong"
                    + " usage."
        })
final class HandoverCommand implements Callable<Integer> {
    @Mixin
    private JournalOptions options;

    @Option(names = "--service", required = true, paramLabel = "NAME", description = "The service.")
    private String service;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The service's YAML file as it is now, for its section handover. Default: the record's")
    private Path config;

    @Option(
            names = "--haproxy-cfg",
            paramLabel = "FILE",
            description =
                    "A haproxy.cfg that an instance runs: prints a diff, and tries the new file with the haproxy of this"
                            + " machine.")
    private Path haproxyCfg;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Writes the lines of each instance, the diff and the new haproxy.cfg into a folder.")
    private Path out;

    @Option(names = "--final", description = "The form without the Mesos lines, after Mesos was retired.")
    private boolean last;

    @Option(names = "--prove", description = "Waits until each instance runs the form after a reload.")
    private boolean prove;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "15m",
            description = "How long to wait for the proof. Default: 15m")
    private String timeout;

    @Option(names = "--json", description = "JSON output.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        Context context = options.context().with(new PresentServiceFile(config));
        Optional<String> before = Optional.ofNullable(haproxyCfg).map(HandoverFiles::read);
        Map<String, Object> result = new TreeMap<>(run(context));
        CutoverRecord record = context.journal().find(service).orElseThrow();
        String name = haproxyCfg == null ? "" : haproxyCfg.getFileName().toString();
        Optional<EditedConfig> edited = before.map(text -> EditedConfig.of(context, record, name, text));
        edited.ifPresent(e -> result.putAll(Map.of("diff", e.diff(), "check", e.check())));
        if (out != null) {
            HandoverFiles.write(out, configuration(result), name, edited);
        }
        PrintWriter to = spec.commandLine().getOut();
        if (json) {
            to.println(Json.mapper().writeValueAsString(result));
        } else {
            print(to, result, name, edited);
        }
        return edited.map(EditedConfig::usable).orElse(true) ? 0 : Main.FAILED;
    }

    private Map<String, Object> run(Context context) {
        Handover operation = new Handover(context, service, last, prove, Durations.parse("--timeout", timeout));
        try (ForegroundRunner work = new ForegroundRunner(this::progress)) {
            return work.run(operation);
        } catch (OperationFailedException e) {
            if (json) {
                printJson(e.data());
            }
            throw e;
        }
    }

    private void printJson(Map<String, ?> data) {
        try {
            spec.commandLine().getOut().println(Json.mapper().writeValueAsString(data));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> configuration(Map<String, Object> result) {
        return (Map<String, String>) result.get("configuration");
    }

    private void print(PrintWriter to, Map<String, Object> result, String name, Optional<EditedConfig> edited) {
        if (!prove) {
            if (edited.isEmpty()) {
                configuration(result).forEach((instance, text) -> to.println("# " + instance + "\n" + text));
            }
            edited.ifPresent(e -> {
                to.print(e.diff().isEmpty() ? name + " has the form already\n" : e.diff());
                to.println(name + ": " + e.check());
            });
            ((List<?>) result.get("steps")).forEach(to::println);
        }
        ((Map<?, ?>) result.get("instances")).forEach((instance, text) -> to.println(instance + ": " + text));
        if (!"".equals(result.get("warning"))) {
            to.println("warning: " + result.get("warning"));
        }
    }

    private void progress(String status) {
        if (!json) {
            PrintWriter to = spec.commandLine().getOut();
            to.println(status);
            to.flush();
        }
    }
}
