package io.jenkins.plugins.cutover.bench.whole;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.deploy.Deploy;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.rollback.Rollback;
import io.jenkins.plugins.cutover.operation.shift.Shift;
import io.jenkins.plugins.cutover.operation.shift.ShiftOptions;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import io.jenkins.plugins.cutover.sandbox.GuardFactory;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import io.jenkins.plugins.cutover.simulation.Specs;
import io.jenkins.plugins.cutover.simulation.world.Network;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One whole cutover under virtual time: deploy, every phase with its default bake, and ten minutes of the guard. */
final class WholeRun {
    private static final Duration BAKE = Duration.ofMinutes(5);
    private static final Duration SOAK = Duration.ofMinutes(10);
    private static final double ROLL_OUT = 60;
    /** Times of the default settings: {@link Specs} has those of phases of seconds. */
    private static final Map<String, Object> DEFAULTS = Map.of(
            "block", "10s", "minRequests", "298", "poll", "1s", "max", "15m", "blindAfter", "60s", "warmUp", "120s");

    private final CalmWorld cutover;
    private final WholeTraffic traffic;
    private final Context context;
    private boolean asked;
    private String failure = "";

    private WholeRun(World world, int instances, long seed) {
        ServiceSpec spec = Specs.withRing(Specs.of("orders", instances, List.of("5", "25", "50", "100"), DEFAULTS));
        this.cutover = new CalmWorld(spec, List.of(100, 100, 100), new Random(seed), Integer.MAX_VALUE);
        cutover.world().clients().rate(0);
        this.traffic = new WholeTraffic(world, cutover, new Draws(seed));
        Context known = cutover.context("orders#1");
        WholeClients clients = new WholeClients(cutover.world().clients(Network.calm(cutover.time())), traffic);
        this.context = new Context(
                known.journal(), known.locks(), clients, known.clock(), new Owner("build", "orders#1"), known.files());
    }

    /**
     * How it ended.
     *
     * @param back whether EKS lost its traffic
     * @param completed without a person
     * @param minutes from the first share to the end, without the guard's time
     * @param asks of the other side
     * @param harmed users
     * @param seconds from the first harm to the rollback; NaN otherwise
     * @param oracle users harmed before one who knows both rates would act; -1 for none
     * @param reason of the rollback, or of the operation that failed
     */
    record Result(
            boolean back,
            boolean completed,
            double minutes,
            int asks,
            long harmed,
            double seconds,
            long oracle,
            String reason) {}

    static Result of(World world, int instances, long seed) {
        return new WholeRun(world, instances, seed).run();
    }

    private Result run() {
        tick();
        execute(new Deploy(context, cutover.world().spec(), CalmWorld.MANIFESTS));
        cutover.time().run(Duration.ofSeconds((long) ROLL_OUT));
        double began = seconds();
        for (String percent : List.of("5", "25", "50", "100")) {
            if (!phase(percent)) {
                break;
            }
        }
        double minutes = (seconds() - began) / 60;
        boolean completed = record().state() == CutoverState.COMPLETED && !asked;
        if (record().state() == CutoverState.COMPLETED) {
            guarded();
        }
        return result(minutes, completed);
    }

    private boolean phase(String percent) {
        boolean shifted = execute(new Shift(
                context, "orders", Share.ofPercent(percent), ShiftOptions.of(Duration.ZERO, Duration.ofSeconds(5))));
        return shifted && execute(new Verify(context, "orders", BAKE));
    }

    /** @return whether it ended well */
    private boolean execute(Operation operation) {
        Runner.Run run = cutover.start(operation);
        while (!run.result().isDone() && cutover.time().step()) {
            // time passes
        }
        if (run.result().isCompletedExceptionally()) {
            failure = String.valueOf(run.result().handle((done, e) -> e).join().getMessage());
            return false;
        }
        asked |= Boolean.TRUE.equals(run.result().join().get("ask"));
        return true;
    }

    private void guarded() {
        Runner.Run guard = cutover.start(GuardFactory.guard(context, "orders", owner -> true));
        double end = seconds() + SOAK.toSeconds();
        while (seconds() < end && !guard.result().isDone() && cutover.time().step()) {
            // time passes
        }
        if (record().state().returning()) {
            execute(new Rollback(
                    context,
                    "orders",
                    record().rollback().reason(),
                    CutoverRecord.EksAfter.KEEP,
                    Duration.ofMinutes(10)));
        }
    }

    /** Traffic flows each second, also when it is not read. */
    private void tick() {
        traffic.flow();
        cutover.time().after(Duration.ofSeconds(1), this::tick);
    }

    private Result result(double minutes, boolean completed) {
        traffic.flow();
        CutoverRecord record = record();
        boolean back = record.state().returning() || record.state() == CutoverState.ROLLED_BACK;
        double first = traffic.harm().firstAt();
        String reason = back && record.rollback() != null ? record.rollback().reason() : failure;
        return new Result(
                back,
                completed && !back,
                minutes,
                record.asks().times(),
                traffic.harm().harmed(),
                back ? seconds() - first : Double.NaN,
                traffic.harm().oracleHarmed(),
                reason);
    }

    private double seconds() {
        return cutover.time().elapsed().toNanos() / 1e9;
    }

    private CutoverRecord record() {
        return cutover.record();
    }
}
