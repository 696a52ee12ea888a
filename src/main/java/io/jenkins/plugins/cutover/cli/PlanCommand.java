package io.jenkins.plugins.cutover.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.NodeType;
import io.jenkins.plugins.cutover.model.Phase;
import io.jenkins.plugins.cutover.model.PriceTable;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.SpecReader;
import io.jenkins.plugins.cutover.operation.plan.Migration;
import io.jenkins.plugins.cutover.operation.plan.NeededRate;
import io.jenkins.plugins.cutover.operation.plan.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reports what a cutover would do and what prevents it. Changes nothing. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = {
            "Checks HAProxy, Marathon and the cluster for problems that prevent a cutover. Shows the phases, the"
                    + " traffic that each needs, the resources on each side and their costs.",
            "With --marathon: a table of all services of a Marathon in a proposed order, each after the services"
                    + " that it depends on, fewest dependencies and lowest risk first.",
            "Changes nothing."
        },
        footer = {"", "Exit status: 0 ready, 1 not ready, 2 the service file or the apps are not valid."})
final class PlanCommand implements Callable<Integer> {
    @Mixin
    private JournalOptions options;

    @Mixin
    private PriceOptions prices;

    @Mixin
    private AppsSource source;

    @Option(names = "--config", paramLabel = "FILE", description = "The service's YAML file.")
    private Path config;

    @Option(
            names = "--service",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The service. Without --config the settings come from its last cutover, or from"
                    + " NAME.yaml in the current folder.")
    private String service;

    @Option(
            names = "--marathon",
            paramLabel = "URL|FILE",
            defaultValue = "",
            description = "A live Marathon, or a file with apps or groups.")
    private String marathon;

    @Option(names = "--json", description = "JSON output.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        PriceTable table = prices.table();
        NodeType node = prices.node(table);
        return marathon.isEmpty() ? service(table, node) : migration(table, node);
    }

    private int service(PriceTable table, NodeType node) throws JsonProcessingException {
        ServiceSpec settings = settings();
        Plan plan = Plan.of(options.context(), settings, table, node);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.mapper().writeValueAsString(plan));
        } else {
            print(out, settings, plan);
        }
        return plan.ready() ? 0 : Main.FAILED;
    }

    private int migration(PriceTable table, NodeType node) throws JsonProcessingException {
        Migration migration;
        try {
            migration = Migration.of(source.read(marathon), table, node);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(marathon + ": " + e.getMessage());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.mapper().writeValueAsString(migration));
        } else {
            new MigrationTable(out, migration).print();
        }
        return 0;
    }

    private ServiceSpec settings() {
        if (config == null && service.isEmpty()) {
            throw new InvalidInputException("plan requires --config FILE, --service NAME or --marathon URL|FILE");
        }
        Optional<CutoverRecord> known =
                config == null ? options.stores().journal().find(service) : Optional.empty();
        ServiceSpec found = known.map(CutoverRecord::spec).orElseGet(() -> {
            Path file = config == null ? Path.of(service + ".yaml") : config;
            return SpecReader.yaml(file.toString(), text(file));
        });
        if (!service.isEmpty() && !service.equals(found.service())) {
            throw new InvalidInputException(
                    "--service: \"" + service + "\" is not the service of " + config + ", which is " + found.service());
        }
        return found;
    }

    private static void print(PrintWriter out, ServiceSpec service, Plan plan) {
        out.printf(
                "%s: Marathon %s -> Kubernetes %s/%s%n",
                service.service(),
                service.marathon().app(),
                service.eks().namespace(),
                service.eks().deployment());
        if (plan.mesos() != null && plan.eks() != null) {
            CapacityText.sides(out, plan.mesos(), plan.eks());
        }
        if (plan.cost() != null) {
            CapacityText.cost(out, plan.cost());
        }
        int number = 1;
        for (Phase phase : service.phases()) {
            NeededRate rate = plan.rates().get(number - 1);
            out.printf(
                    "  %d. %s to EKS%s, judged for at least %s; from %s requests/s on %d reach EKS within %s%n",
                    number++,
                    phase.share(),
                    phase.gate() ? " after an approval" : "",
                    Durations.text(phase.bake()),
                    CapacityText.number(rate.perSecond()),
                    rate.eksRequests(),
                    Durations.text(Duration.ofMillis(Math.round(rate.within() * 1000))));
        }
        plan.findings().forEach(f -> out.printf("%-8s %s%n", f.severity(), f));
        plan.changes().forEach(line -> out.println("  " + line));
        out.println(plan.ready() ? "ready" : "not ready");
    }

    private String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            String what = config == null
                    ? "--service: \"" + service + "\" has no cutover in " + options.address() + ", and"
                    : "--config:";
            throw new InvalidInputException(what + " \"" + file + "\" cannot be read: no such file, or no permission");
        }
    }
}
