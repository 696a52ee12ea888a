package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.evidence.Timeline.PhaseSpan;
import io.jenkins.plugins.cutover.model.Share;
import java.util.List;

/** A cutover in two sentences. */
public final class Summary {
    private Summary() {}

    public static String of(Timeline t) {
        return what(t) + " " + requests(t.requests());
    }

    private static String what(Timeline t) {
        String took = DisplayText.duration(t.length());
        return switch (t.outcome()) {
            case COMPLETED ->
                t.service() + " moved from Mesos to EKS in " + took + " and "
                        + DisplayText.count(t.phases().size(), "phase") + ".";
            case ROLLED_BACK -> t.service() + " is back on Mesos" + from(t) + ".";
            case FAILED -> t.service() + " is neither on EKS nor back on Mesos completely; a person must act." + why(t);
            case UNDER_WAY -> t.service() + " has been under way for " + took + at(t) + ".";
        };
    }

    private static String from(Timeline t) {
        return t.rollback() == null
                ? ""
                : " from " + t.rollback().phase() + " EKS: " + t.rollback().reason();
    }

    private static String why(Timeline t) {
        return t.rollback() == null ? "" : " Rollback: " + t.rollback().reason() + ".";
    }

    private static String at(Timeline t) {
        List<PhaseSpan> phases = t.phases();
        Share share =
                phases.isEmpty() ? Share.NONE : phases.get(phases.size() - 1).share();
        return "; EKS has " + share + " of the traffic";
    }

    private static String requests(RequestTotals r) {
        if (r.total() == 0) {
            return "No traffic was seen.";
        }
        return DisplayText.count(r.total(), "request") + ": " + DisplayText.count(r.mesos()) + " answered by Mesos, "
                + DisplayText.count(r.eks()) + " by EKS; " + (r.failed() == 0 ? "none" : DisplayText.count(r.failed()))
                + " failed.";
    }
}
