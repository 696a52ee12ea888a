package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.rollback.Rollback;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess;
import io.jenkins.plugins.cutover.sandbox.HarmCount;
import io.jenkins.plugins.cutover.sandbox.LiveCutover;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One cutover that a fault harms from its first phase on, under a load like users' traffic, and what clients felt. */
final class HarmRun {
    private static final double RATE = 300;
    private static final String FIRST_SHARE = "25";
    /** Of the first phase, before the fault. */
    private static final Duration QUIET = Duration.ofSeconds(3);
    /** After the verdict: clients give up three seconds after they began to wait. */
    private static final Duration AFTERMATH = Duration.ofSeconds(4);

    private static final Duration MORE = Duration.ofSeconds(180);

    private final HarmKindRow kind;
    private final LiveCutover cutover;
    private final ScheduledExecutorService timer;
    private volatile Instant struck;
    private Verdict verdict;

    private HarmRun(HarmKindRow kind, LiveCutover cutover, ScheduledExecutorService timer) {
        this.kind = kind;
        this.cutover = cutover;
        this.timer = timer;
    }

    /**
     * How it ended.
     *
     * @param state of the record at the end, or PASSED when no phase found the harm
     * @param share of EKS at the verdict, in percent
     * @param reason of the rollback; empty for none
     * @param seconds from the end of the first harmed request to the verdict, below 0 when it came earlier; null
     *     without a verdict or a harmed request
     * @param sinceFault seconds from the fault to the verdict; null without a verdict
     */
    record Result(
            String state,
            Verdict verdict,
            String share,
            String reason,
            HarmCount harm,
            Double seconds,
            Double sinceFault) {
        boolean rolledBack() {
            return state.equals("ROLLED_BACK") && verdict == Verdict.HARMFUL;
        }

        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("state", state);
            json.put("verdict", verdict);
            json.put("share", share);
            json.put("requests", harm.requests());
            json.put("harmed", harm.harmed());
            json.put("kinds", harm.words());
            json.put("secondsFromFirstHarm", seconds);
            json.put("secondsFromFault", sinceFault);
            json.put("reason", reason);
            return json;
        }
    }

    /** @param verify more of the section {@code verify}, with a comma in front; empty for the defaults */
    static Result of(HarmKindRow kind, HaproxyProcess.Setup setup, String verify, ScheduledExecutorService timer)
            throws Exception {
        String rules = """
                phases: [%s, %s]
                handover: {form: none}
                verify: {warmUp: 2s, max: %ds%s}
                """.formatted(
                        FIRST_SHARE, kind.secondShare(), kind.bake().plus(MORE).toSeconds(), verify);
        try (LiveCutover cutover = LiveCutover.mixed(setup, RATE, rules)) {
            return new HarmRun(kind, cutover, timer).run();
        }
    }

    private Result run() throws Exception {
        cutover.deploy();
        cutover.shift(FIRST_SHARE);
        timer.schedule(this::strike, QUIET.plus(kind.fault().delay()).toMillis(), TimeUnit.MILLISECONDS);
        boolean passed = passes() && shifts() && passes();
        if (!passed) {
            end(new Rollback(cutover.context(), "orders", "the phase failed", EksAfter.KEEP, Duration.ofSeconds(60)));
        }
        cutover.clients(AFTERMATH);
        return result(passed);
    }

    private void strike() {
        struck = cutover.load().now();
        try {
            kind.fault().strike(cutover.sandbox(), kind.size());
        } catch (Exception e) {
            throw new IllegalStateException("the fault " + kind.name() + " could not be made", e);
        }
    }

    private boolean passes() throws InterruptedException, TimeoutException {
        boolean passes = end(cutover.verify(kind.bake()));
        CutoverRecord.Verify judged = cutover.record().verify();
        verdict = judged == null ? null : judged.verdict();
        return passes;
    }

    private boolean shifts() throws Exception {
        cutover.shift(kind.secondShare());
        return true;
    }

    /** @return whether it ended without a failure */
    private boolean end(Operation operation) throws InterruptedException, TimeoutException {
        long seconds = 2 * kind.bake().plus(MORE).toSeconds();
        try {
            cutover.start(operation).result().get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            return false;
        }
    }

    private Result result(boolean passed) {
        CutoverRecord record = cutover.record();
        HarmCount harm =
                HarmCount.of(cutover.load().log(), struck, cutover.load().now());
        Optional<CutoverRecord.Rollback> rollback = Optional.ofNullable(record.rollback());
        Instant decided = rollback.map(CutoverRecord.Rollback::decidedAt).orElse(null);
        return new Result(
                passed ? "PASSED" : record.state().name(),
                verdict,
                rollback.map(r -> r.from().percentText()).orElse(record.share().percentText()),
                rollback.map(CutoverRecord.Rollback::reason).orElse(""),
                harm,
                decided == null
                        ? null
                        : harm.first().map(first -> seconds(first, decided)).orElse(null),
                decided == null ? null : seconds(struck, decided));
    }

    private static double seconds(Instant from, Instant to) {
        return Math.round(Duration.between(from, to).toMillis() / 100.0) / 10.0;
    }
}
