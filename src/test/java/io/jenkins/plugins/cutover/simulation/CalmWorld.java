package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.journal.MemoryLocks;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.deploy.Deploy;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.engine.SteadyClock;
import io.jenkins.plugins.cutover.operation.rollback.Rollback;
import io.jenkins.plugins.cutover.operation.shift.Shift;
import io.jenkins.plugins.cutover.operation.shift.ShiftOptions;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import io.jenkins.plugins.cutover.simulation.world.HaproxyModel;
import io.jenkins.plugins.cutover.simulation.world.Network;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** One service without injected faults, and the operations on it, under virtual time. */
public final class CalmWorld {
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    public static final String MANIFESTS = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: orders}
            spec:
              replicas: 2
              selector: {matchLabels: {app: orders}}
              template:
                metadata: {labels: {app: orders}}
                spec: {containers: [{name: app, image: orders}]}
            """;

    private final VirtualTime time = new VirtualTime(START);
    private final MemoryJournal journal;
    private final Set<Owner> ended = new HashSet<>();
    private final MemoryLocks locks =
            new MemoryLocks(new MemoryLocks.Leases(), time.clock(), this::liveness, () -> time.elapsed()
                    .toNanos());
    private final ServiceWorld world;
    private final SteadyClock steady = new SteadyClock(time.clock(), time::nanos);
    private final Runner runner = new Runner(time.scheduler());

    public CalmWorld() {
        this(Specs.orders(2), List.of(100, 100, 100));
    }

    /** @param weights of the Mesos servers */
    public CalmWorld(ServiceSpec spec, List<Integer> weights) {
        this(spec, weights, new Random(1), 1);
    }

    /** @param every as of the journal: each n-th revision goes through JSON */
    public CalmWorld(ServiceSpec spec, List<Integer> weights, Random random, int every) {
        journal = new MemoryJournal(time.clock(), every);
        world = new ServiceWorld(time, random, spec, weights);
    }

    public VirtualTime time() {
        return time;
    }

    public ServiceWorld world() {
        return world;
    }

    public MemoryJournal journal() {
        return journal;
    }

    public MemoryLocks locks() {
        return locks;
    }

    public CutoverRecord record() {
        return journal.find("orders").orElseThrow();
    }

    /** The texts of the history. */
    public List<String> history() {
        return record().history().stream().map(e -> e.kind() + ": " + e.text()).toList();
    }

    /** The build ends without releasing its locks. */
    public void ends(String build) {
        ended.add(new Owner("build", build));
    }

    private Optional<String> liveness(Owner owner) {
        return ended.contains(owner) ? Optional.of("its build has finished") : Optional.empty();
    }

    public Context context(String build) {
        return context(build, Network.calm(time));
    }

    public Context context(String build, Network wire) {
        return new Context(journal, locks, world.clients(wire), steady, new Owner("build", build))
                .with(service -> Optional.of(world.file()));
    }

    public Deploy deploy() {
        return new Deploy(context("orders#1"), world.spec(), MANIFESTS);
    }

    public Shift shift(String percent) {
        return shift(percent, Duration.ZERO);
    }

    public Shift shift(String percent, Duration over) {
        return new Shift(
                context("orders#1"), "orders", Share.ofPercent(percent), ShiftOptions.of(over, Duration.ofSeconds(5)));
    }

    public Verify verify() {
        return new Verify(context("orders#1"), "orders", Duration.ofSeconds(3));
    }

    public Rollback rollback() {
        return rollback(EksAfter.KEEP);
    }

    public Rollback rollback(EksAfter target) {
        return new Rollback(context("somebody else"), "orders", "a test", target, Duration.ofMinutes(10));
    }

    public Runner runner() {
        return runner;
    }

    public Runner.Run start(Operation operation) {
        return runner.start(operation);
    }

    /** Runs the operation to its end. @throws OperationFailedException when it fails */
    public Map<String, Object> run(Operation operation) {
        Runner.Run run = start(operation);
        Duration end = time.elapsed().plus(Duration.ofHours(1));
        while (!run.result().isDone() && time.elapsed().compareTo(end) < 0) {
            time.step();
        }
        if (!run.result().isDone()) {
            throw new AssertionError(operation.name() + " does not end: " + run.status() + " " + history());
        }
        try {
            return run.result().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Deployed, shifted and judged up to this share. */
    public CalmWorld upTo(String... percents) {
        run(deploy());
        time.run(Duration.ofSeconds(10));
        for (String percent : percents) {
            run(shift(percent));
            run(verify());
        }
        return this;
    }

    /** What the weights give EKS now, by instance. */
    public List<Double> eksFractions() {
        return world.fleet().stream().map(i -> i.serving().eksFraction()).toList();
    }

    /** Whether every instance has its weights from before the cutover. */
    public boolean mesosAsBefore() {
        return world.fleet().stream().allMatch(this::asBefore);
    }

    public boolean asBefore(HaproxyModel instance) {
        return instance.weights(io.jenkins.plugins.cutover.model.Side.MESOS).equals(world.originalWeights())
                && instance.serving().eks() == 0;
    }
}
