package io.jenkins.plugins.cutover.operation.guard;

import io.jenkins.plugins.cutover.judge.Judge;
import io.jenkins.plugins.cutover.judge.JudgeState;
import io.jenkins.plugins.cutover.judge.Judgement;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.verify.Companion;
import io.jenkins.plugins.cutover.operation.verify.JudgeSettingsMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Watches the record while something else waits, such as a question to a person: it fails as soon as the service is rolled
 * back, by its guard or by a person. It changes nothing. Its status says when the evidence is not what it was any more.
 */
public final class GateWatch implements Operation {
    private static final Duration POLL = Duration.ofSeconds(1);

    private final RecordSession session;
    private final String service;
    private final Instant cutover;
    private final Supplier<Companion> waits;

    /**
     * @param cutover when the cutover was opened that is watched, as {@link #open} says; null for none
     * @param waits what is waited for; the watch ends with it
     */
    public GateWatch(Context context, String service, Instant cutover, Supplier<Companion> waits) {
        this.session = new RecordSession(context);
        this.service = service;
        this.cutover = cutover;
        this.waits = waits;
    }

    /**
     * When the cutover of this service was opened; empty when there is none, or it has ended. One that is rolled
     * back right now is watched too: a question about it is pointless.
     */
    public static Optional<Instant> open(Context context, String service) {
        return context.journal()
                .find(service)
                .filter(r -> r.state().returning() || !back(r))
                .map(CutoverRecord::openedAt);
    }

    private static boolean back(CutoverRecord record) {
        return record.state().returning()
                || record.state() == CutoverState.ROLLED_BACK
                || record.state() == CutoverState.CLOSED;
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public String name() {
        return "gate";
    }

    @Override
    public Tick tick() {
        Optional<CutoverRecord> record =
                session.find(service).filter(r -> r.openedAt().equals(cutover));
        if (record.filter(GateWatch::back).isPresent()) {
            return new Tick.Failed(reason(record.get()));
        }
        Companion now = waits.get();
        return switch (now.state()) {
            case FAILED -> new Tick.Failed("the gate was not passed: " + now.reason());
            case PASSED -> new Tick.Done(Map.of("service", service));
            default ->
                new Tick.Again(POLL, service + record.map(GateWatch::status).orElse(": waits for an approval"));
        };
    }

    private static String reason(CutoverRecord record) {
        return record.rollback() == null
                ? record.service() + " is " + record.state()
                : "the service was rolled back to Mesos while this waited: "
                        + record.rollback().reason();
    }

    private static String status(CutoverRecord record) {
        String at = record.share().equals(Share.NONE) ? "" : " " + record.share();
        return at + ": waits for an approval" + changed(record);
    }

    /** A person who answers should know that the figures in the question are old. */
    private static String changed(CutoverRecord record) {
        CutoverRecord.Verify v = record.verify();
        if (v == null || v.verdict() == null || v.judge() == null) {
            return "";
        }
        Judgement now = new Judge(JudgeSettingsMapper.of(record.spec())).judge(Json.value(v.judge(), JudgeState.class));
        boolean suspected = now.kind() == Judgement.Kind.CONTINUE && !now.withoutBaseline();
        return suspected ? "; the verdict " + v.verdict() + " does not hold any more, its figures are old" : "";
    }
}
