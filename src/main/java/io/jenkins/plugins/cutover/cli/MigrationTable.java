package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.operation.plan.Migration;
import io.jenkins.plugins.cutover.operation.plan.Migration.Service;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Prints all services of a Marathon in the proposed order of migration, one per line. */
final class MigrationTable {
    private static final int MAX_ID_WIDTH = 40;

    private final PrintWriter out;
    private final Migration migration;
    private final boolean priced;
    private final int id;

    MigrationTable(PrintWriter out, Migration migration) {
        this.out = out;
        this.migration = migration;
        this.priced = migration.cost() != null;
        this.id = migration.services().stream()
                .mapToInt(s -> s.id().length())
                .map(length -> Math.min(MAX_ID_WIDTH, Math.max(7, length)))
                .max()
                .orElse(7);
    }

    void print() {
        String currency = priced ? migration.cost().currency() : "";
        String group = "%4s %-" + id + "s | %4s %6s %8s | %4s %6s %8s |" + (priced ? " %10s %10s |" : "%s%s")
                + " %4s %3s %3s | %s%n";
        out.printf(
                "%4s %-" + id + "s | %-20s | %-20s |" + (priced ? " %-21s |" : "%s") + " %-12s |%n",
                "",
                "",
                "Mesos",
                "EKS",
                priced ? currency + " a month" : "",
                "losses");
        out.printf(
                group,
                "#",
                "service",
                "inst",
                "cpus",
                "mem",
                "pods",
                "cpus",
                "mem",
                priced ? "Mesos" : "",
                priced ? "EKS" : "",
                "risk",
                "blk",
                "rev",
                "after");
        int number = 1;
        for (Service s : migration.services()) {
            out.printf(
                    group,
                    number++,
                    shortened(s.id()),
                    s.mesos().copies(),
                    CapacityText.number(s.mesos().allCpus()),
                    CapacityText.memory(s.mesos().allMemoryMib()),
                    s.eks().copies(),
                    CapacityText.number(s.eks().allCpus()),
                    CapacityText.memory(s.eks().allMemoryMib()),
                    priced ? CapacityText.money(s.cost().mesosMonthly(), fits(s)) : "",
                    priced ? CapacityText.money(s.cost().eksMonthly(), fits(s)) : "",
                    s.risk(),
                    s.blockers(),
                    s.reviews(),
                    after(s));
        }
        totals();
    }

    private void totals() {
        out.printf(
                "%d services: Mesos %s cpus and %s, EKS %s cpus and %s%n",
                migration.services().size(),
                CapacityText.number(sum(s -> s.mesos().allCpus())),
                CapacityText.memory(sum(s -> s.mesos().allMemoryMib())),
                CapacityText.number(sum(s -> s.eks().allCpus())),
                CapacityText.memory(sum(s -> s.eks().allMemoryMib())));
        if (priced) {
            CapacityText.cost(out, migration.cost());
        }
        out.println("risk: 10 for each blocker, 3 for each service that depends on it, 1 for each loss to review");
    }

    private double sum(ToDoubleFunction<Service> of) {
        return migration.services().stream().mapToDouble(of).sum();
    }

    private static boolean fits(Service s) {
        return s.cost().tooBig().isEmpty();
    }

    private static String after(Service s) {
        List<String> words = new ArrayList<>();
        s.needs().forEach(needed -> words.add(needed + (s.early().contains(needed) ? " (a cycle)" : "")));
        return words.isEmpty() ? "-" : String.join(", ", words);
    }

    private static String shortened(String id) {
        return id.length() <= MAX_ID_WIDTH ? id : "..." + id.substring(id.length() - MAX_ID_WIDTH + 3);
    }
}
