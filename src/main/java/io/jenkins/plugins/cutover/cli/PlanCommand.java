package io.jenkins.plugins.cutover.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Phase;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.SpecReader;
import io.jenkins.plugins.cutover.operation.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what a cutover would do and what stands in its way, and changes nothing. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description =
                "Asks HAProxy, Marathon and the cluster whether a service can cross, and shows the phases. Changes"
                        + " nothing.",
        footer = {"", "Exit status: 0 ready, 1 something stands in the way, 2 the service's file is not valid."})
final class PlanCommand implements Callable<Integer> {
    @Mixin
    private JournalOptions options;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The service's YAML file.")
    private Path config;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        ServiceSpec service = SpecReader.yaml(config.toString(), text());
        Plan plan = Plan.of(options.context(), service);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.mapper().writeValueAsString(plan));
        } else {
            print(out, service, plan);
        }
        return plan.ready() ? 0 : Main.FAILED;
    }

    private static void print(PrintWriter out, ServiceSpec service, Plan plan) {
        out.printf(
                "%s: Marathon %s -> Kubernetes %s/%s%n",
                service.service(),
                service.marathon().app(),
                service.eks().namespace(),
                service.eks().deployment());
        int number = 1;
        for (Phase phase : service.phases()) {
            out.printf(
                    "  %d. %s to EKS%s, judged for %s at least%n",
                    number++,
                    phase.share(),
                    phase.gate() ? " after a person's approval" : "",
                    Durations.text(phase.bake()));
        }
        plan.findings().forEach(f -> out.printf("%-8s %s%n", f.severity(), f));
        plan.changes().forEach(line -> out.println("  " + line));
        out.println(plan.ready() ? "ready" : "not ready");
    }

    private String text() {
        try {
            return Files.readString(config);
        } catch (IOException e) {
            throw new InvalidInputException(
                    "--config: \"" + config + "\" cannot be read: no such file, or no permission");
        } catch (CutoverException e) {
            throw new InvalidInputException(e.getMessage());
        }
    }
}
