package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.model.Share;
import java.time.Instant;

/**
 * Why a rollback was made and what it cost. A value that is not known is null.
 *
 * @param reason one sentence
 * @param phase the share of EKS when it was decided
 * @param decidedAt the moment of the decision
 * @param faultToVerdictMs from the onset of the fault to the decision, where the onset is known
 * @param verdictToMesosMs from the decision until every instance that answers sent all to Mesos
 * @param harmedRequests requests that failed on EKS from the onset of the fault on
 * @param mesosInstancesBefore Marathon's instance count before the cutover
 * @param mesosInstancesAfter and after the rollback
 */
public record RollbackSummary(
        String reason,
        Share phase,
        Instant decidedAt,
        Long faultToVerdictMs,
        Long verdictToMesosMs,
        Long harmedRequests,
        Integer mesosInstancesBefore,
        Integer mesosInstancesAfter) {}
