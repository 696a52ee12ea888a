package io.jenkins.plugins.cutover.operation.deploy;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.SmokeSpec;
import io.jenkins.plugins.cutover.operation.engine.Context;
import java.time.Instant;
import java.util.List;

/**
 * Has every pod answer the service's own request before HAProxy knows of it. A pod that fails is asked again until the
 * time is over, and then owes all its answers anew. Nothing of it is in the record: after a restart it is done again.
 */
final class SmokeTest {
    private final Context context;
    private final EksSpec eks;
    private final SmokeSpec spec;
    private Instant begun;
    private int answers;
    private boolean failed;

    SmokeTest(Context context, EksSpec eks) {
        this.context = context;
        this.eks = eks;
        this.spec = eks.smoke();
    }

    boolean passed() {
        return spec == null || answers >= spec.requests();
    }

    boolean failed() {
        return failed;
    }

    /** @return what is missing still; empty when nothing is wrong so far */
    String round(List<Endpoint> pods) {
        begun = begun == null ? context.clock().instant() : begun;
        Eks.Smoke round;
        try (Eks door = context.clients().eks(eks)) {
            round = door.smoke(pods, spec.requests() - answers);
        }
        if (round.failures().isEmpty()) {
            answers += round.answers();
        } else {
            answers = 0;
        }
        failed = !passed() && begun.plus(spec.within()).isBefore(context.clock().instant());
        return said(round);
    }

    private String said(Eks.Smoke round) {
        if (!round.failures().isEmpty()) {
            return "smoke check: " + String.join("; ", round.failures());
        }
        return failed
                ? "smoke check: only " + answers + " of " + spec.requests() + " answers of each pod in "
                        + Durations.text(spec.within())
                : "";
    }

    String text() {
        return "every pod gave " + answers + " of " + spec.requests() + " good answers to GET " + spec.path();
    }
}
