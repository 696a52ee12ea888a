package io.jenkins.plugins.cutover.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.journal.MirroredJournal;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.SystemClients;
import io.jenkins.plugins.cutover.operation.rollback.ConfiguredRollback;
import io.jenkins.plugins.cutover.operation.rollback.FleetChange;
import io.jenkins.plugins.cutover.operation.rollback.Rollback;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Rolls a service back to Mesos, from any state of its cutover. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description =
                "Rolls a service back to Mesos as it was before the cutover. Needs only the service's name. Safe to run again.",
        footer = {"", "Exit status: 0 restored, 1 not restored yet (run it again), 2 unknown service or wrong usage."})
final class RollbackCommand implements Callable<Integer> {
    @Mixin
    private JournalOptions options;

    @Option(names = "--service", paramLabel = "NAME", description = "The service. Optional with --config.")
    private String service;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The service's YAML file. Addresses that it leaves to an environment of Jenkins are taken from"
                            + " the record. If there is no record of an open or completed"
                            + " cutover, the traffic is sent to Mesos by the file alone, with the weights in HAProxy's"
                            + " configuration; --reason and --target have no effect then.")
    private Path config;

    @Option(
            names = "--accept-config",
            description = "With --config: use its HAProxy settings instead of the recorded ones.")
    private boolean acceptConfig;

    @Option(
            names = "--without",
            paramLabel = "INSTANCE",
            description = "An HAProxy instance that is gone for good, as the service file names it. It is taken out"
                    + " of the cutover. Can be repeated.")
    private List<String> without = new ArrayList<>();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "requested on the command line",
            description = "The reason, for the record and the report. Default: requested on the command line.")
    private String reason;

    @Option(
            names = "--target",
            paramLabel = "WHAT",
            defaultValue = "keep",
            description = "What to do with the Deployment on EKS: keep, scaleDown or delete. Default: keep")
    private String target;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10m",
            description = "How long to try. Default: 10m")
    private String timeout;

    @Option(names = "--json", description = "JSON output.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        if (acceptConfig && config == null) {
            throw new ParameterException(spec.commandLine(), "--accept-config: requires --config FILE");
        }
        EksAfter after = eksAfter();
        RollbackSource source = RollbackSource.of(service, config, options::context);
        service = source.service();
        if (!source.note().isEmpty()) {
            spec.commandLine().getErr().println("cutover: " + source.note());
        }
        Optional<String> unusable = source.withoutRecord(options::context);
        if (unusable.isPresent()) {
            return byFile(source, unusable.get());
        }
        Context context = options.context();
        warnAboutCopy(context.journal());
        FleetChange fleet = source.fleet(context, without, acceptConfig);
        Rollback rollback =
                new Rollback(context, service, reason, after, Durations.parse("--timeout", timeout)).withFleet(fleet);
        return run(
                rollback, result -> service + " is back on Mesos with " + result.get("mesosInstances") + " instances");
    }

    private int byFile(RollbackSource source, String why) throws JsonProcessingException {
        spec.commandLine().getErr().println("cutover: " + why + "; the traffic is sent to Mesos by the file alone");
        ConfiguredRollback rollback = new ConfiguredRollback(
                SystemClients.real(JournalOptions.environmentSecrets(), Clock.systemUTC()),
                Clock.systemUTC(),
                source.spec(without),
                Durations.parse("--timeout", timeout));
        return run(
                source.mesosWasGivenUp(options::context) ? rollback.onlyIfMesosIsUp() : rollback,
                result -> "all traffic of " + service + " is on Mesos, on " + result.get("instances")
                        + " HAProxy instances; " + result.get("marathon")
                        + ". Stop builds of this service: they would move it forward again");
    }

    private int run(Operation rollback, Function<Map<String, Object>, String> text) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        try (ForegroundRunner work = new ForegroundRunner(status -> progress(out, status))) {
            Map<String, Object> result = work.run(rollback);
            out.println(json ? Json.mapper().writeValueAsString(result) : text.apply(result));
        }
        return 0;
    }

    /** While the cluster with the journal is unavailable, rollback uses a local copy; the warning says how old it is. */
    private void warnAboutCopy(Journal journal) {
        try {
            journal.find(service)
                    .flatMap(MirroredJournal::note)
                    .ifPresent(line -> spec.commandLine().getErr().println("cutover: " + service + ": " + line));
        } catch (CutoverException e) {
            progress(spec.commandLine().getOut(), service + ": " + e.getMessage()); // rollback tries again
        }
    }

    private void progress(PrintWriter out, String status) {
        if (!json) {
            out.println(status);
            out.flush();
        }
    }

    private EksAfter eksAfter() {
        String word = target.replace("-", "").toLowerCase(Locale.ROOT);
        return Arrays.stream(EksAfter.values())
                .filter(v -> v.name().replace("_", "").toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--target: \"" + target + "\" is not one of keep, scaleDown, delete"));
    }
}
