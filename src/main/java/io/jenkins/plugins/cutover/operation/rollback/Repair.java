package io.jenkins.plugins.cutover.operation.rollback;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fills the fleet from the record: addresses and weights that a reload has lost, also after Mesos was given up. Moves no
 * traffic otherwise, and takes no lock. The pods' present addresses are used when the cluster answers, else the recorded
 * ones.
 */
public final class Repair implements Operation {
    private static final Duration POLL = Duration.ofMillis(500);

    private final RecordSession session;
    private final String service;
    private final Duration timeout;
    private Instant startedAt;
    private boolean followed;

    /** @param timeout how long this run tries */
    public Repair(Context context, String service, Duration timeout) {
        this.session = new RecordSession(context);
        this.service = service;
        this.timeout = timeout;
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public String name() {
        return "repair";
    }

    @Override
    public Tick tick() {
        startedAt = startedAt == null ? session.now() : startedAt;
        CutoverRecord record = following(repairable(session.read(service)));
        FleetOutcome outcome = session.apply(record);
        CutoverRecord known = record.with(d -> d.confirmed(session.confirmations(record, record.desired(), outcome)));
        if (!outcome.confirmed()) {
            return again(String.join("; ", outcome.problems()));
        }
        session.write(known.with(d -> d.reported(said -> said.withoutNotice("drift"))
                .event(session.event(
                        "put-right",
                        "repaired by " + session.context().owner() + ": every instance is at " + record.share()
                                + " with " + record.desired().eks().size() + " endpoints"))));
        return new Tick.Done(result(record));
    }

    private CutoverRecord repairable(CutoverRecord record) {
        boolean returns = record.state().returning();
        boolean over = record.state() == CutoverState.ROLLED_BACK || record.state() == CutoverState.CLOSED;
        if (returns || over || record.desired() == null) {
            throw new InvalidInputException("service: the cutover of " + service + " is " + record.state() + "; "
                    + (returns ? "rollback repairs it" : "there is nothing to fill the fleet with"));
        }
        return record;
    }

    /** Asked once: a cluster that does not answer must not delay the repair again and again. */
    private CutoverRecord following(CutoverRecord record) {
        if (followed) {
            return record;
        }
        followed = true;
        List<Endpoint> now = endpoints(record);
        return now.isEmpty() || now.equals(record.desired().eks())
                ? record
                : session.write(record.with(d -> d.desired(record.desired().withEks(now))
                        .event(session.event("endpoints", "EKS serves from " + now.size() + " pods now: " + now))));
    }

    private List<Endpoint> endpoints(CutoverRecord record) {
        try (Eks eks = session.context().clients().eks(record.spec().eks())) {
            List<Endpoint> pods = eks.endpoints();
            return pods.isEmpty() ? pods : record.spec().eks().reached(pods);
        } catch (CutoverException away) {
            return List.of();
        }
    }

    private Tick again(String missing) {
        return Duration.between(startedAt, session.now()).compareTo(timeout) > 0
                ? new Tick.Failed("not repaired yet: " + missing + "; run it again")
                : new Tick.Again(POLL, service + ": " + missing);
    }

    private Map<String, Object> result(CutoverRecord record) {
        Map<String, Object> result = new TreeMap<>();
        result.put("service", service);
        result.put("percent", record.share().percent());
        result.put("endpoints", record.desired().eks().size());
        result.put("instances", record.spec().haproxy().instances().size());
        return result;
    }
}
