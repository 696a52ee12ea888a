package io.jenkins.plugins.cutover.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.rollback.Repair;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fills a fleet from the record. */
@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        description =
                "Sets the addresses and weights in HAProxy that a reload has lost, from the record. The share of EKS stays as"
                        + " recorded. Works also after Mesos was given up. Safe to run again.",
        footer = {
            "",
            "Exit status: 0 every instance is as recorded, 1 not yet (run it again), 2 unknown service or wrong usage."
        })
final class RepairCommand implements Callable<Integer> {
    @Mixin
    private JournalOptions options;

    @Option(names = "--service", required = true, paramLabel = "NAME", description = "The service.")
    private String service;

    @Option(names = "--timeout", paramLabel = "TIME", defaultValue = "2m", description = "How long to try. Default: 2m")
    private String timeout;

    @Option(names = "--json", description = "JSON output.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        try (ForegroundRunner work = new ForegroundRunner(status -> progress(out, status))) {
            Map<String, Object> result =
                    work.run(new Repair(options.context(), service, Durations.parse("--timeout", timeout)));
            out.println(
                    json
                            ? Json.mapper().writeValueAsString(result)
                            : service + ": " + result.get("instances") + " HAProxy instances send " + share(result)
                                    + " to EKS, to " + result.get("endpoints") + " endpoints");
        }
        return 0;
    }

    private static Share share(Map<String, Object> result) {
        return Share.ofPercent(((Number) result.get("percent")).doubleValue());
    }

    private void progress(PrintWriter out, String status) {
        if (!json) {
            out.println(status);
            out.flush();
        }
    }
}
