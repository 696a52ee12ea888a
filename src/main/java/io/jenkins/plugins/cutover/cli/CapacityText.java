package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.capacity.Demand;
import io.jenkins.plugins.cutover.operation.plan.Cost;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Formats CPUs, memory, machines and costs for people. */
final class CapacityText {
    private CapacityText() {}

    /** A table with both sides of one service. */
    static void sides(PrintWriter out, Demand mesos, Demand eks) {
        out.printf("  %-6s %10s %10s %10s %10s %10s%n", "", "instances", "cpus each", "all", "mem each", "all");
        side(out, "Mesos", mesos);
        side(out, "EKS", eks);
    }

    private static void side(PrintWriter out, String name, Demand need) {
        out.printf(
                "  %-6s %10d %10s %10s %10s %10s%n",
                name,
                need.copies(),
                number(need.cpus()),
                number(need.allCpus()),
                memory(need.memoryMib()),
                memory(need.allMemoryMib()));
    }

    static void cost(PrintWriter out, Cost cost) {
        tooBig(out, cost);
        out.printf(
                "  filled:   %s of a Mesos agent, %s of a %s; a month: %s%n",
                number(cost.agents()),
                number(cost.nodes()),
                cost.node(),
                change(cost.currency(), cost.mesosMonthly(), cost.eksMonthly()));
        out.printf(
                "  by whole: %s, %s; a month: %s%n",
                count(cost.wholeAgents(), "Mesos agent"),
                count(cost.wholeNodes(), cost.node()),
                change(cost.currency(), cost.mesosWholeMonthly(), cost.eksWholeMonthly()));
    }

    static void tooBig(PrintWriter out, Cost cost) {
        cost.tooBig()
                .forEach(name -> out.printf(
                        "  %s does not fit on one machine (%s, or an agent); it is not included%n", name, cost.node()));
    }

    private static String count(int machines, String what) {
        return machines + " " + what + (machines == 1 || what.contains(".") ? "" : "s");
    }

    /** {@code Mesos 96.36 USD, EKS 43.80 USD, 52.56 USD less}. */
    private static String change(String currency, double mesos, double eks) {
        return "Mesos " + money(mesos) + ", EKS " + money(eks) + " " + currency + ", " + money(Math.abs(eks - mesos))
                + (eks > mesos ? " more" : " less");
    }

    /** For a cell of a table. */
    static String money(double amount, boolean known) {
        return known ? money(amount) : "too big";
    }

    static String money(double amount) {
        return String.format(Locale.ROOT, "%,.2f", amount);
    }

    /** At most two decimals, without trailing zeros. */
    static String number(double value) {
        return BigDecimal.valueOf(value)
                .setScale(2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    static String memory(double mib) {
        return mib < 1024 ? number(mib) + "Mi" : number(mib / 1024) + "Gi";
    }
}
