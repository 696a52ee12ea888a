package io.jenkins.plugins.cutover.operation.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import io.jenkins.plugins.cutover.eks.rollout.RolloutStatus;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.rollback.DeploymentRecords;
import io.jenkins.plugins.cutover.operation.rollback.EarlierRevision;
import io.jenkins.plugins.cutover.operation.verify.Calibrator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Deploys the service on EKS and registers its pods in HAProxy, without traffic. It opens the record with the present
 * state of Mesos and HAProxy, applies the manifests, follows the rollout to its end, fills the EKS servers and waits until
 * their health checks pass on every instance. Meanwhile Mesos serves alone, and its metrics calibrate the judge.
 */
public final class Deploy implements Operation {
    private static final Duration POLL = Duration.ofMillis(500);
    /** Readings of the rollout in a row that may fail. */
    private static final int MAX_UNANSWERED = 3;

    private final RecordSession session;
    private final ServiceSpec spec;
    private final String manifests;
    private final RecordOpener recordOpener;
    private final NextVersion nextVersion;
    private final SmokeTest smoke;
    private final Calibrator calibrator;
    private boolean begun;
    private boolean applied;
    private int unanswered;

    /** @param manifests YAML; empty to read what the spec names, or to translate the Marathon app when it says so */
    public Deploy(Context context, ServiceSpec spec, String manifests) {
        this.session = new RecordSession(context);
        this.spec = spec;
        this.manifests = manifests;
        this.recordOpener = new RecordOpener(session, spec);
        this.nextVersion = new NextVersion(session, spec);
        this.smoke = new SmokeTest(context, spec.eks());
        this.calibrator = new Calibrator(session);
    }

    @Override
    public String service() {
        return spec.service();
    }

    @Override
    public String name() {
        return "deploy";
    }

    @Override
    public Tick tick() {
        Tick tick = step();
        if (tick instanceof Tick.Again) {
            calibrator.poll(spec.service());
        }
        return tick;
    }

    private Tick step() {
        session.lock(spec.environment(), spec.service());
        Optional<CutoverRecord> known = session.find(spec.service());
        if (!begun && known.filter(NextVersion::deployedOver).isPresent()) {
            begun = true;
            nextVersion.open(known.get());
            return Tick.Again.now(spec.service() + ": deploys the next version");
        }
        CutoverRecord open = known.filter(r -> r.state().open()).orElse(null);
        if (open == null) {
            return open();
        }
        refuseWhileTrafficMoves(open);
        if (NextVersion.isUnderWay(open)) {
            Optional<Tick.Failed> harm = nextVersion.judged(open);
            if (harm.isPresent()) {
                return harm.get();
            }
            open = session.read(spec.service());
        }
        begun = true;
        CutoverRecord record = recordOpener.adopted(open);
        // A process that died after it wrote the intention may have applied nothing. To apply twice changes nothing.
        if (record.deployment() == null || (record.deployment().revision().isEmpty() && !applied)) {
            return apply(record);
        }
        if (record.deployment().revision().isEmpty()) {
            return follow(record);
        }
        return smoke(record);
    }

    private Tick open() {
        if (begun) {
            throw new CutoverException("the cutover was rolled back meanwhile");
        }
        try {
            recordOpener.open(source());
        } catch (CutoverException e) {
            // Nothing was begun: others must not wait until this lock expires.
            session.unlock(spec);
            throw e;
        }
        begun = true;
        return Tick.Again.now(spec.service() + ": recorded what Mesos runs");
    }

    private void refuseWhileTrafficMoves(CutoverRecord record) {
        if (record.state().returning()) {
            throw new CutoverException(
                    "it is being rolled back to Mesos: " + record.rollback().reason());
        }
        if (record.share().compareTo(Share.NONE) > 0 && !NextVersion.isUnderWay(record)) {
            throw new CutoverException(
                    "EKS has " + record.share() + " of the traffic; roll back before deploying again");
        }
    }

    private Tick apply(CutoverRecord record) {
        JsonNode mesos = record.before().mesosDefinition().content();
        ManifestSource.Source source = source().of(mesos);
        try (Eks eks = session.context().clients().eks(spec.eks())) {
            ReplicaEstimate.Sized sized =
                    new ReplicaEstimate(session.context().clients(), spec).of(source.manifests(), mesos, eks);
            long previous = earlier(record, eks);
            session.write(record.with(d -> d.deployment(DeploymentRecords.begun(
                            spec.eks(), source.manifests(), source.losses(), session.now(), previous))
                    .event(session.event(
                            "deploy",
                            "applying " + source.manifests().objects().size() + " objects to namespace "
                                    + spec.eks().namespace() + sized.why()))));
            eks.apply(sized.manifests(), false);
        }
        applied = true;
        return Tick.Again.now(spec.service() + ": applied, rollout begins");
    }

    /** The revision before the first apply of the cutover. One of the cutover's own is never restored. */
    private static long earlier(CutoverRecord record, Eks eks) {
        long known = record.deployment() == null ? 0 : record.deployment().previous();
        return known == 0 ? eks.serving() : known;
    }

    private Tick follow(CutoverRecord found) {
        CutoverRecord record = NextVersion.isUnderWay(found) ? nextVersion.followed(found) : found;
        RolloutStatus rollout;
        try (Eks eks = session.context().clients().eks(spec.eks())) {
            rollout = eks.rollout();
            unanswered = 0;
        } catch (CutoverException e) {
            // A rollout takes minutes; the API server may be away for a moment of them.
            if (++unanswered > MAX_UNANSWERED) {
                throw e;
            }
            return new Tick.Again(POLL, spec.service() + ": " + e.getMessage());
        }
        if (rollout instanceof RolloutStatus.Failed failed) {
            return ended(record, failed.text());
        }
        if (rollout instanceof RolloutStatus.Complete complete) {
            return rolledOut(record, complete);
        }
        RolloutStatus.InProgress going = (RolloutStatus.InProgress) rollout;
        Duration spent = Duration.between(record.deployment().startedAt(), session.now());
        return spent.compareTo(spec.eks().timeout()) > 0
                ? ended(
                        record,
                        "the rollout took longer than its time-out of "
                                + Durations.text(spec.eks().timeout()) + ": " + going.text() + "; "
                                + going.serving().text())
                : new Tick.Again(POLL, spec.service() + ": " + going.text());
    }

    /** A Deployment keeps the old pods until the new ones serve; a StatefulSet has replaced a pod for each new one. */
    private Tick ended(CutoverRecord record, String reason) {
        boolean restored = DeploymentRecords.inPlace(record.deployment()) || NextVersion.isUnderWay(record);
        return restored ? restoreEarlier(record, reason) : failed(record, reason);
    }

    private Tick rolledOut(CutoverRecord record, RolloutStatus.Complete complete) {
        List<Endpoint> endpoints = complete.endpoints();
        CutoverRecord.Deployment deployed = DeploymentRecords.complete(record.deployment(), complete.revision());
        if (endpoints.isEmpty()) {
            return restoreEarlier(
                    record.with(d -> d.deployment(deployed)),
                    "revision " + complete.revision() + " is complete but no pod answers on port "
                            + spec.eks().port());
        }
        session.write(record.with(d -> d.deployment(deployed)
                .desired(record.desired().withEks(spec.eks().reached(endpoints)))
                .event(session.event(
                        "deploy",
                        "revision " + complete.revision() + " of " + spec.eks().deployment() + " is ready with "
                                + endpoints.size() + " pods",
                        Map.of(
                                "endpoints",
                                endpoints.stream().map(Endpoint::toString).toList())))));
        return Tick.Again.now(spec.service() + ": " + endpoints.size() + " pods ready");
    }

    private Tick smoke(CutoverRecord record) {
        if (smoke.passed()) {
            return admit(record);
        }
        String missing = smoke.round(record.desired().eks());
        if (smoke.failed()) {
            return restoreEarlier(record, missing);
        }
        if (smoke.passed()) {
            session.write(record.with(d -> d.event(session.event("smoke", smoke.text()))));
        }
        return missing.isEmpty()
                ? Tick.Again.now(spec.service() + ": " + smoke.text())
                : new Tick.Again(POLL, spec.service() + ": " + missing);
    }

    private Tick admit(CutoverRecord record) {
        PodRegistration podRegistration = new PodRegistration(session, record);
        List<String> missing = podRegistration.round();
        if (!missing.isEmpty()) {
            Duration spent = Duration.between(record.deployment().startedAt(), session.now());
            return podRegistration.refused() || spent.compareTo(spec.eks().timeout()) > 0
                    ? restoreEarlier(record, String.join("; ", missing))
                    : new Tick.Again(POLL, spec.service() + ": waits for " + missing.get(0));
        }
        CutoverRecord ready = session.write(record.with(d -> d.state(CutoverState.RUNNING)
                .confirmed(podRegistration.confirmations())
                .event(session.event(
                        "ready",
                        "every HAProxy instance sees the pods healthy; "
                                + (record.share().equals(Share.NONE)
                                        ? "no traffic yet"
                                        : "EKS has " + record.share())))));
        return new Tick.Done(result(ready));
    }

    private Tick failed(CutoverRecord record, String reason) {
        return failed(record, DeploymentRecords.unfinished(record.deployment()), reason);
    }

    private Tick failed(CutoverRecord record, CutoverRecord.Deployment left, String reason) {
        session.write(record.with(d -> d.deployment(left).event(session.event("deploy-failed", reason))));
        if (NextVersion.isUnderWay(record)) {
            nextVersion.restored(session.read(spec.service()));
            return new Tick.Failed(reason + "; EKS keeps " + record.share() + " of the traffic");
        }
        return new Tick.Failed(reason + "; no traffic was shifted");
    }

    /** A complete rollout has replaced the revision before it: that one is restored. */
    private Tick restoreEarlier(CutoverRecord record, String reason) {
        EarlierRevision earlier = new EarlierRevision(session);
        if (record.deployment().previous() == 0) {
            return failed(record, reason);
        }
        EarlierRevision.Outcome back = earlier.restore(record, reason);
        return failed(back.record(), back.record().deployment(), reason + "; " + back.text());
    }

    private ManifestSource source() {
        return new ManifestSource(spec, manifests);
    }

    private Map<String, Object> result(CutoverRecord record) {
        Map<String, Object> result = new TreeMap<>();
        result.put("service", spec.service());
        result.put("namespace", record.deployment().namespace());
        result.put("deployment", record.deployment().name());
        result.put("revision", record.deployment().revision());
        result.put(
                "endpoints",
                record.desired().eks().stream().map(Endpoint::toString).toList());
        result.put("losses", record.deployment().losses());
        return result;
    }

    /** The changes that a deploy would make, by a dry run on the API server; nothing is stored. */
    public List<String> dryRun() {
        CutoverRecord.Before before = new ServicePreflight(session.context(), spec).check(source());
        try (Eks eks = session.context().clients().eks(spec.eks())) {
            Manifests given = source().of(before.mesosDefinition().content()).manifests();
            return eks.apply(
                            new ReplicaEstimate(session.context().clients(), spec)
                                    .of(given, before.mesosDefinition().content(), eks)
                                    .manifests(),
                            true)
                    .lines();
        }
    }
}
