package io.jenkins.plugins.cutover.operation.deploy;

import io.jenkins.plugins.cutover.capacity.Demand;
import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import io.jenkins.plugins.cutover.mesos.App;
import io.jenkins.plugins.cutover.mesos.LaunchQueue;
import io.jenkins.plugins.cutover.mesos.Readiness;
import io.jenkins.plugins.cutover.model.CheckSpec;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Phase;
import io.jenkins.plugins.cutover.model.ProbeSpec;
import io.jenkins.plugins.cutover.model.SecretContent;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.handover.HandoverForms;
import io.jenkins.plugins.cutover.operation.verify.CheckAnswer;
import io.jenkins.plugins.cutover.operation.verify.JudgeSettingsMapper;
import io.jenkins.plugins.cutover.translation.MarathonApp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Asks every system once before anything is changed, and reports all findings together. */
public final class ServicePreflight {
    private final Context context;
    private final ServiceSpec spec;
    private App app;
    private Demand eksNeed;
    private Manifests resolved;
    private int replicas;

    public ServicePreflight(Context context, ServiceSpec spec) {
        this.context = context;
        this.spec = spec;
        this.replicas = Math.max(1, spec.eks().replicas());
    }

    /**
     * @return what Mesos is now, without the fleet's counters
     * @throws InvalidInputException naming every blocker
     */
    CutoverRecord.Before check(ManifestSource source) {
        List<String> blockers = findings(source).stream()
                .filter(Finding::blocks)
                .map(Finding::toString)
                .toList();
        if (!blockers.isEmpty()) {
            throw new InvalidInputException(blockers);
        }
        return new CutoverRecord.Before(
                app.instances(),
                new SecretContent(spec.service() + "-" + UUID.randomUUID(), app.definition()),
                null,
                null);
    }

    /** All findings, worst first. */
    public List<Finding> findings(ManifestSource source) {
        List<Finding> all = new ArrayList<>();
        all.addAll(asked("verify", this::settings));
        all.addAll(asked("marathon", this::mesos));
        all.addAll(asked("manifests", () -> manifests(source)));
        all.addAll(asked("haproxy", this::traffic));
        all.addAll(asked("kubernetes", this::kubernetes));
        all.add(handover());
        spec.verify().checks().forEach(check -> all.addAll(asked("check " + check.name(), () -> metrics(check))));
        all.addAll(asked("probes", this::probes));
        all.sort(Comparator.comparing(Finding::severity).reversed());
        return all;
    }

    /** Which form the end state will have, and what to prepare for it; after {@link #findings}, with what the manifests show. */
    Finding handover() {
        return HandoverForms.preflight(spec, resolved);
    }

    private List<Finding> settings() {
        JudgeSettingsMapper.of(spec);
        return List.of();
    }

    /** A rollback needs a healthy Mesos side. */
    private List<Finding> mesos() {
        app = context.clients().mesos(spec.marathon()).app();
        String about = "Marathon app " + app.id();
        if (app.instances() == 0) {
            return List.of(Finding.blocker(about, "it has 0 instances; there is nothing to move"));
        }
        Readiness readiness = Readiness.of(app, LaunchQueue.EMPTY, app.instances());
        return readiness.ready() ? List.of() : List.of(Finding.blocker(about, readiness.why()));
    }

    private List<Finding> manifests(ManifestSource source) {
        if (app == null) {
            return List.of();
        }
        resolved = source.of(app.definition()).manifests().with(spec.eks());
        ReplicaEstimate pods = new ReplicaEstimate(context.clients(), spec);
        replicas = Math.max(1, pods.expected(resolved, app.definition()));
        eksNeed = ServiceDemand.eks(
                resolved.scaled(spec.eks().deployment(), replicas), spec.eks().deployment(), mesosNeed());
        return pods.findings(resolved, app.definition());
    }

    /** What the service has on Mesos; null when Marathon did not answer, or {@link #findings} has not been asked. */
    public Demand mesosNeed() {
        return app == null
                ? null
                : ServiceDemand.mesos(MarathonApp.all(app.definition()).get(0));
    }

    /** What the manifests ask for; null when they are not known. */
    public Demand eksNeed() {
        return eksNeed;
    }

    private List<Finding> traffic() {
        List<Endpoint> addresses = spec.eks().addresses();
        return context.clients()
                .router(spec.haproxy())
                .preflight(
                        spec.phases().stream().map(Phase::share).toList(),
                        addresses.isEmpty() ? replicas : addresses.size());
    }

    private List<Finding> kubernetes() {
        try (Eks eks = context.clients().eks(spec.eks())) {
            return resolved == null ? eks.preflight() : eks.preflight(resolved);
        }
    }

    /** A check without a number now is a blocker, unless it needs traffic on EKS to have one. */
    private List<Finding> metrics(CheckSpec check) {
        CheckAnswer answer = CheckAnswer.beforeTraffic(context.clients().metrics(), check);
        if (answer.known() && !answer.broken()) {
            return List.of();
        }
        String about = "check " + check.name();
        String text = answer.broken() ? answer.text() + ", already before any shift" : answer.text();
        boolean later = check.needsTraffic() && !check.twoSided() && !answer.refused();
        return List.of(later || check.signal() ? Finding.warning(about, text) : Finding.blocker(about, text));
    }

    /** Each probe is sent once to each Mesos server, at most some of them; EKS has no server before its roll-out. */
    private List<Finding> probes() {
        List<ProbeSpec> probes = spec.verify().probes();
        return probes.isEmpty()
                ? List.of()
                : new ProbePreflight(context.clients().probes())
                        .findings(
                                probes, context.clients().router(spec.haproxy()).read());
    }

    private static List<Finding> asked(String about, Supplier<List<Finding>> question) {
        try {
            return question.get();
        } catch (CutoverException e) {
            return List.of(Finding.blocker(about, e.getMessage()));
        }
    }
}
