package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.simulation.SimulatedCutover;
import io.jenkins.plugins.cutover.simulation.world.Clients;
import io.jenkins.plugins.cutover.simulation.world.HaproxyModel;
import io.jenkins.plugins.cutover.simulation.world.RequestOutcome;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * No HARMFUL without a cause: lately requests to EKS must really have ended in some bad way more often than those to
 * Mesos, or found no server. An EKS of which no server is up is a reason of its own.
 */
final class Rule14BlamedOnlyForItsOwn extends Rule {
    private static final int SECONDS = 300;
    /** Seconds that a reading may be old when its verdict is written. */
    private static final int READ = 10;

    private final Map<String, Deque<Seen>> lately = new HashMap<>();

    Rule14BlamedOnlyForItsOwn(SimulatedCutover cutover) {
        super(cutover);
    }

    /** What had happened until a moment. */
    private record Seen(long[] eks, long eksAll, long[] mesos, long mesosAll, long unserved, boolean dead) {
        static Seen of(ServiceWorld world) {
            Clients clients = world.clients();
            return new Seen(
                    clients.tally(Side.EKS).counts(),
                    clients.served(Side.EKS),
                    clients.tally(Side.MESOS).counts(),
                    clients.served(Side.MESOS),
                    clients.unserved(),
                    world.fleet().stream().anyMatch(HaproxyModel::eksIsDead));
        }

        /** Requests since then that ended badly on EKS and that Mesos's rate does not explain. */
        double causeSince(Seen then) {
            double cause = unserved - then.unserved;
            for (RequestOutcome outcome : RequestOutcome.values()) {
                int i = outcome.ordinal();
                if (outcome != RequestOutcome.ANSWERED) {
                    double onMesos = (mesos[i] - then.mesos[i]) / Math.max(1.0, mesosAll - then.mesosAll);
                    cause += Math.max(0, eks[i] - then.eks[i] - onMesos * (eksAll - then.eksAll));
                }
            }
            return cause;
        }
    }

    @Override
    public void sampled(ServiceWorld world) {
        Deque<Seen> all = lately.computeIfAbsent(world.spec().service(), s -> new ArrayDeque<>());
        all.add(Seen.of(world));
        if (all.size() > SECONDS) {
            all.remove();
        }
    }

    @Override
    public void written(CutoverRecord before, CutoverRecord after) {
        boolean harm = isHarmful(after) && !isHarmful(before);
        Deque<Seen> known = lately.get(after.service());
        if (harm && known != null && !known.isEmpty()) {
            ServiceWorld world = cutover().world(after.service());
            Seen now = Seen.of(world);
            // What was read may be over when it is written.
            if (now.dead
                    || known.stream().skip(Math.max(0, known.size() - READ)).anyMatch(Seen::dead)) {
                return;
            }
            double cause = now.causeSince(known.peek());
            check(
                    "cause",
                    cause >= 1,
                    () -> "HARMFUL, and EKS did no worse than Mesos in the last " + Duration.ofSeconds(known.size())
                            + ": " + lastEvent(after));
        }
    }

    private static boolean isHarmful(CutoverRecord record) {
        return record != null && record.verify() != null && record.verify().verdict() == Verdict.HARMFUL;
    }

    private static String lastEvent(CutoverRecord record) {
        int last = record.history().size() - 1;
        return last < 0 ? "" : record.history().get(last).text();
    }
}
