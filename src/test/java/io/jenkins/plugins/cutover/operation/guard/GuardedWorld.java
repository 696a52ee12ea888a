package io.jenkins.plugins.cutover.operation.guard;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.retire.Retire;
import io.jenkins.plugins.cutover.operation.retire.Retire.MesosAfter;
import io.jenkins.plugins.cutover.operation.rollback.Rollback;
import io.jenkins.plugins.cutover.sandbox.GuardFactory;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import io.jenkins.plugins.cutover.simulation.Specs;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A cutover under virtual time with a guard process beside the pipeline. The process starts a guard where one is missing
 * and finishes the rollback that a guard has begun, as the controller and {@code ./cutover guard} do.
 */
final class GuardedWorld {
    /** How often the process looks for cutovers without a guard. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final CalmWorld world;
    private final long unservedBefore;
    private Runner.Run guard;

    private GuardedWorld(CalmWorld world) {
        this.world = world;
        this.unservedBefore = world.world().clients().unserved();
        look();
    }

    /** Deployed, shifted and judged up to the last of these shares; the guard has just started. */
    static GuardedWorld upTo(String... percents) {
        return new GuardedWorld(new CalmWorld(spec(2), List.of(100, 100, 100)).upTo(percents));
    }

    /** One HAProxy and one task only, for a test of hours. */
    static GuardedWorld smallUpTo(String... percents) {
        return new GuardedWorld(new CalmWorld(spec(1), List.of(100)).upTo(percents));
    }

    /** Polls as far apart as a guard's may be. */
    private static ServiceSpec spec(int instances) {
        return Specs.of("orders", instances, List.of("5", "25", "50", "100"), Map.of("poll", "5s"));
    }

    CalmWorld world() {
        return world;
    }

    private void look() {
        boolean runs = guard != null && !guard.result().isDone();
        if (!runs && Guard.guards(world.record().state())) {
            start();
        }
        world.time().after(LOOK, this::look);
    }

    private void start() {
        Context here = world.context("the guard process");
        guard = world.start(GuardFactory.guard(here, "orders", owner -> true));
        guard.result().whenComplete((done, failure) -> {
            CutoverRecord record = world.record();
            if (failure != null && record.state().returning()) {
                String reason = record.rollback().reason();
                world.start(new Rollback(here, "orders", reason, EksAfter.KEEP, Duration.ofMinutes(10)));
            }
        });
    }

    Runner.Run retire(Duration soak) {
        Context build = world.context("orders#1");
        return world.start(
                new Retire(build, "orders", soak, "alice", MesosAfter.SCALE_DOWN, Duration.ofMinutes(15), null));
    }

    /** So many seconds pass. */
    void run(Duration duration) {
        world.time().run(duration);
    }

    void eksFails(double fraction) {
        world.world().clients().errors(Side.EKS, fraction);
    }

    /** Answers of EKS that failed, and requests that found no server, since the guard started. */
    long lost() {
        return world.world().clients().failed(Side.EKS)
                + world.world().clients().unserved()
                - unservedBefore;
    }

    CutoverState state() {
        return world.record().state();
    }

    String reason() {
        CutoverRecord.Rollback rollback = world.record().rollback();
        return rollback == null ? "" : rollback.reason();
    }

    /** The last lines of the history, to explain a failed assertion. */
    String story() {
        List<String> history = world.history();
        return state() + "; " + history.subList(Math.max(0, history.size() - 3), history.size());
    }
}
