package io.jenkins.plugins.cutover.operation.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import io.jenkins.plugins.cutover.judge.Counts;
import io.jenkins.plugins.cutover.judge.Judgement;
import io.jenkins.plugins.cutover.judge.Pair;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Records;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.model.VerifyChoices;
import io.jenkins.plugins.cutover.model.VerifySpec.OnInconclusive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PhasePolicyTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration BAKE = Duration.ofSeconds(60);
    private static final Checks.Round NO_NEWS = Checks.Round.none(Map.of());

    @Test
    void provenPhasePassesAfterItsBakeTime() {
        assertThat(decide(Judgement.Kind.NO_HARM_PROVEN, 59, NO_NEWS)).isInstanceOf(NextStep.Continue.class);
        assertThat(decide(Judgement.Kind.NO_HARM_PROVEN, 60, NO_NEWS))
                .isInstanceOfSatisfying(
                        NextStep.Pass.class, p -> assertThat(p.verdict()).isEqualTo(Verdict.HEALTHY));
    }

    @Test
    void harmReportedByACheckRollsBackBeforeTheBakeTime() {
        Checks.Round harm = NO_NEWS.and("check errors: 3 is above max 1", "", List.of());
        assertThat(decide(Judgement.Kind.CONTINUE, 5, harm))
                .isEqualTo(new NextStep.RollBack(Verdict.HARMFUL, "HARMFUL: check errors: 3 is above max 1", true));
    }

    @Test
    void awaitedCheckDelaysThePass() {
        Checks.Round waits = NO_NEWS.and("", "check errors", List.of());
        assertThat(decide(Judgement.Kind.NO_HARM_PROVEN, 70, waits))
                .isInstanceOfSatisfying(
                        NextStep.Continue.class, c -> assertThat(c.status()).endsWith("waits for check errors"));
    }

    @Test
    void oldEvidenceDelaysThePass() {
        Observation seen = seen(Judgement.Kind.NO_HARM_PROVEN, 70, NO_NEWS);
        Observation later = new Observation(
                seen.record(),
                seen.judgement(),
                NO_NEWS,
                1,
                Counts.NONE,
                Counts.NONE,
                0,
                0,
                seen.at().plusSeconds(3600),
                "");
        assertThat(new PhasePolicy(BAKE, VerifyChoices.NONE).decide(later))
                .isInstanceOfSatisfying(
                        NextStep.Continue.class, c -> assertThat(c.status()).endsWith("polls again after a pause"));
    }

    @Test
    void choiceDecidesAboutAnUnprovenPhase() {
        assertThat(unproven(OnInconclusive.HOLD)).isInstanceOf(NextStep.Extend.class);
        assertThat(unproven(OnInconclusive.ASK)).isInstanceOfSatisfying(NextStep.Pass.class, p -> assertThat(p.ask())
                .isTrue());
        assertThat(unproven(OnInconclusive.PROCEED))
                .isInstanceOfSatisfying(
                        NextStep.Pass.class, p -> assertThat(p.ask()).isFalse());
        assertThat(unproven(OnInconclusive.ROLLBACK))
                .isInstanceOfSatisfying(
                        NextStep.RollBack.class, r -> assertThat(r.eksFailing()).isFalse());
    }

    private static NextStep unproven(OnInconclusive choice) {
        return new PhasePolicy(BAKE, VerifyChoices.of(Duration.ofMinutes(5), choice))
                .decide(seen(Judgement.Kind.CONTINUE, 300, NO_NEWS));
    }

    private static NextStep decide(Judgement.Kind kind, int seconds, Checks.Round checks) {
        return new PhasePolicy(BAKE, VerifyChoices.NONE).decide(seen(kind, seconds, checks));
    }

    private static Observation seen(Judgement.Kind kind, int seconds, Checks.Round checks) {
        Instant now = START.plusSeconds(seconds);
        CutoverRecord.Verify verify = CutoverRecord.Verify.begin(
                        Share.ofPercent(5), NullNode.getInstance(), NullNode.getInstance(), START)
                .withPoll(now);
        Judgement judgement = new Judgement(
                kind,
                "numbers",
                new Judgement.Evidence(1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
                Pair.of(1000, 0, 9000, 0),
                true,
                Judgement.Proof.NONE,
                false,
                new Judgement.Silence(0, 0, true, 10, 0),
                true,
                "",
                "");
        return new Observation(
                Records.open("orders", START).with(d -> d.verify(verify)),
                judgement,
                checks,
                1,
                Counts.NONE,
                Counts.NONE,
                0,
                0,
                now,
                "");
    }
}
