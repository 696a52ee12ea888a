package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.judge.Counts;
import io.jenkins.plugins.cutover.judge.Poll;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.util.List;

/** Refuses traffic that can be read but is hardly what was meant: a verdict on it would be taken for one on the service. */
final class DoubtfulTraffic {
    private static final int ENOUGH_ROWS = 20;
    private static final double LONG_GAP = 60;
    private static final double TIMES = 20;

    private DoubtfulTraffic() {}

    /** @throws InvalidInputException with one line that names the file, the line and what to do */
    static void check(TrafficTable table, List<Poll> polls) {
        gaps(table, polls);
        boolean same = polls.size() >= ENOUGH_ROWS
                && polls.stream()
                        .allMatch(p -> p.traffic().canary().equals(p.traffic().baseline()))
                && polls.stream().anyMatch(p -> p.traffic().canary().requests() > 0);
        if (same) {
            throw new InvalidInputException(
                    table.path() + ": EKS and Mesos have the same counts in every row: name another"
                            + " column with --eks-requests or --mesos-requests");
        }
        Counts eks = sum(polls, true);
        Counts mesos = sum(polls, false);
        if (eks.requests() == 0 || mesos.requests() == 0) {
            throw new InvalidInputException(table.path() + ": no row has a request to "
                    + (eks.requests() == 0 ? "EKS" : "Mesos") + ": there is nothing to compare");
        }
    }

    private static Counts sum(List<Poll> polls, boolean eks) {
        return polls.stream()
                .map(p -> eks ? p.traffic().canary() : p.traffic().baseline())
                .reduce(Counts.NONE, Counts::plus);
    }

    private static void gaps(TrafficTable table, List<Poll> polls) {
        double usual = polls.size() < 2
                ? LONG_GAP
                : (polls.get(polls.size() - 1).seconds() - polls.get(0).seconds()) / (polls.size() - 1);
        for (int i = 1; i < polls.size(); i++) {
            double gap = polls.get(i).seconds() - polls.get(i - 1).seconds();
            if (gap > LONG_GAP && gap > TIMES * usual) {
                throw table.bad(
                        table.rows().get(i),
                        Math.round(gap) + " s without a row before it: split the file there, or add what is missing");
            }
        }
    }
}
