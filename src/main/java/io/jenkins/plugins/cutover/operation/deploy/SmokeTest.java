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
 * Sends the service's own request to every pod before HAProxy sends traffic to it. After a failure the count begins again,
 * until the time is over. The record holds nothing of it: after a restart it is done again.
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

    /** @return what is missing; empty when nothing is wrong so far */
    String round(List<Endpoint> pods) {
        begun = begun == null ? context.clock().instant() : begun;
        Eks.Smoke round;
        try (Eks cluster = context.clients().eks(eks)) {
            round = cluster.smoke(pods, spec.requests() - answers);
        }
        if (round.failures().isEmpty()) {
            answers += round.answers();
        } else {
            answers = 0;
        }
        failed = !passed() && begun.plus(spec.within()).isBefore(context.clock().instant());
        return problem(round);
    }

    private String problem(Eks.Smoke round) {
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
