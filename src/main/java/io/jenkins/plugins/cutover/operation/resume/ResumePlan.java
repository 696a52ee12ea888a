package io.jenkins.plugins.cutover.operation.resume;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Phase;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.deploy.Deploy;
import io.jenkins.plugins.cutover.operation.engine.Approval;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.rollback.Rollback;
import io.jenkins.plugins.cutover.operation.shift.Shift;
import io.jenkins.plugins.cutover.operation.shift.ShiftOptions;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What an open cutover was doing when its owner ended, and what comes next.
 *
 * @param operation continues from the record; empty when nothing was under way
 * @param next the phase after the present share; empty when there is none
 */
public record ResumePlan(Optional<Operation> operation, Optional<Phase> next) {
    private static final Duration ROLLBACK = Duration.ofMinutes(15);
    private static final Duration SHIFT = Duration.ofSeconds(30);
    private static final Duration BAKE = Duration.ofMinutes(5);

    /** @throws CutoverException when the cutover is over */
    public static ResumePlan of(Context context, CutoverRecord record) {
        if (!record.state().open()) {
            throw new CutoverException(record.service() + " is " + record.state() + "; there is nothing to continue");
        }
        return new ResumePlan(
                Optional.ofNullable(underWay(context, record)),
                record.state().returning() ? Optional.empty() : following(record));
    }

    private static Operation underWay(Context context, CutoverRecord record) {
        String service = record.service();
        if (record.state().returning()) {
            CutoverRecord.Rollback back = record.rollback();
            return new Rollback(context, service, back.reason(), back.target(), ROLLBACK);
        }
        if (record.state() == CutoverState.DEPLOYING) {
            refuseWithoutManifests(record);
            return new Deploy(context, record.spec(), "");
        }
        if (record.shift() != null && !record.shift().done()) {
            CutoverRecord.Shift shift = record.shift();
            return new Shift(context, service, shift.to(), ShiftOptions.of(shift.manner(), SHIFT));
        }
        boolean judged = record.verify() != null
                && record.verify().share().equals(record.share())
                && record.verify().verdict() != null;
        return judged || record.share().equals(Share.NONE) ? null : new Verify(context, service, bake(record));
    }

    /** A file of the same name on this machine must not be used instead of the one in the workspace of the build. */
    private static void refuseWithoutManifests(CutoverRecord record) {
        String manifests = record.spec().eks().manifests();
        boolean here = record.spec().eks().fromMarathon() || Path.of(manifests).isAbsolute();
        if (record.owner().kind().equals("build") && !here) {
            throw new CutoverException("the deploy of " + record.service() + " was begun by " + record.owner()
                    + " with eks.manifests \"" + manifests
                    + "\" of its workspace, which is not on this machine; run the"
                    + " pipeline again, or roll back: rollback --service " + record.service());
        }
    }

    /** Records who let the cutover pass the gate before a phase. */
    public static Operation approval(Context context, String service, Phase phase, String approver) {
        return new Approval(context, service, approver, "Send " + phase.share() + " of " + service + " to EKS?", "");
    }

    /** The beginning of a phase; {@link #of} then knows that it is judged next. */
    public static Operation shift(Context context, String service, Phase phase) {
        return new Shift(context, service, phase.share(), Duration.ZERO, SHIFT);
    }

    private static Duration bake(CutoverRecord record) {
        return record.spec().phases().stream()
                .filter(phase -> phase.share().equals(record.phaseShare()))
                .findFirst()
                .map(Phase::bake)
                .orElse(BAKE);
    }

    private static Optional<Phase> following(CutoverRecord record) {
        Share at = record.shift() != null && !record.shift().done()
                ? record.shift().to()
                : record.phaseShare();
        return record.spec().phases().stream()
                .filter(phase -> phase.share().compareTo(at) > 0)
                .findFirst();
    }
}
