package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.simulation.SimulatedCutover;
import io.jenkins.plugins.cutover.simulation.TickScope;
import io.jenkins.plugins.cutover.simulation.world.Clients;
import java.time.Duration;
import java.util.Map;
import java.util.WeakHashMap;

/** A phase is HEALTHY only after EKS really answered enough requests in it, and lately. */
final class Rule07NoEvidenceIsNotHealth extends Rule {
    private static final Duration LATELY = Duration.ofSeconds(15);

    private final Map<TickScope, Long> servedAtTick = new WeakHashMap<>();
    private long servedAtBegin;

    Rule07NoEvidenceIsNotHealth(SimulatedCutover cutover) {
        super(cutover);
    }

    /** A phase takes over what was seen while its share was measured. */
    private static String evidenceBegan(CutoverRecord.Verify v) {
        return v.share() + " "
                + (v.judge() == null
                        ? v.startedAt()
                        : Json.tree(v.judge()).path("phase").path("start"));
    }

    /** What is counted begins with the tick's first look, before the phase is written. */
    @Override
    public void begun(TickScope tick) {
        servedAtTick.put(
                tick, cutover().world(tick.operation().service()).clients().served(Side.EKS));
    }

    @Override
    public void written(CutoverRecord before, CutoverRecord after) {
        Clients clients = cutover().world(after.service()).clients();
        CutoverRecord.Verify v = after.verify();
        boolean ran =
                before != null && before.verify() != null && before.verify().verdict() == null;
        if (v != null
                && v.verdict() == null
                && !(ran && evidenceBegan(before.verify()).equals(evidenceBegan(v)))) {
            servedAtBegin = cutover().tick().map(servedAtTick::get).orElseGet(() -> clients.served(Side.EKS));
        }
        if (v != null && v.verdict() == Verdict.HEALTHY && ran) {
            long served = clients.served(Side.EKS) - servedAtBegin;
            check(
                    "enough",
                    served >= after.spec().verify().minRequests(),
                    () -> "HEALTHY after " + served + " requests to EKS");
            check(
                    "lately",
                    clients.sinceLast(Side.EKS).compareTo(LATELY) < 0,
                    () -> "HEALTHY, and no request to EKS since " + clients.sinceLast(Side.EKS));
        }
    }
}
