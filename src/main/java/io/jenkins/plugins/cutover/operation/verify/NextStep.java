package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.judge.Judgement;
import io.jenkins.plugins.cutover.model.Verdict;
import java.time.Duration;

/** What follows from a poll of the traffic. */
sealed interface NextStep {

    /** Poll again at the same share. */
    record Continue(Duration after, String status) implements NextStep {}

    /**
     * EKS is suspected where Mesos has too little traffic to compare with: both sides are compared at a lower share.
     *
     * @param returned whether the last ask found nothing and failures are back as soon as EKS has its share again
     */
    record Ask(String reason, boolean returned) implements NextStep {}

    /** What was suspected is settled: EKS gets the share again that it had. @param failing part of its requests in the ask */
    record Forward(String result, double failing) implements NextStep {}

    /** The phase's time is over without a result: judge it for as long again. */
    record Extend(Duration after, String reason) implements NextStep {}

    /**
     * The phase ends and EKS keeps its share.
     *
     * @param ask whether a person decides about the next phase
     */
    record Pass(Verdict verdict, String sentence, Judgement judgement, boolean ask) implements NextStep {}

    /**
     * All traffic returns to Mesos.
     *
     * @param eksFailing whether EKS does harm, so that it loses its traffic even if Mesos cannot carry all of it yet
     */
    record RollBack(Verdict verdict, String sentence, boolean eksFailing) implements NextStep {
        /** @param reason a fact that needs no statistics */
        static RollBack harmful(String reason) {
            return new RollBack(Verdict.HARMFUL, "HARMFUL: " + reason, true);
        }
    }
}
