package io.jenkins.plugins.cutover.judge;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.jenkins.plugins.cutover.model.HarmKind;
import java.util.List;

/**
 * The test of one kind, for all requests or for those of one route. It exists from the first request on that ended so, on
 * either side. Written as an array, since a record may hold several.
 *
 * @param kind that is compared
 * @param route empty for all requests
 * @param order how many tests were begun before this one; gives its weight
 * @param block capital of the bets by block, as of the last closed one
 * @param gross capital of the bets on gross harm, as of the last closed second
 * @param open the open block
 * @param second the open second, not in the block yet
 * @param last EKS's counts in the last closed block
 * @param now EKS's counts in the open block
 * @param totals of the phase
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record KindState(
        HarmKind kind,
        String route,
        int order,
        List<Double> block,
        List<Double> gross,
        @JsonFormat(shape = JsonFormat.Shape.ARRAY) OpenBlock open,
        OpenSecond second,
        @JsonFormat(shape = JsonFormat.Shape.ARRAY) Counts last,
        @JsonFormat(shape = JsonFormat.Shape.ARRAY) Counts now,
        Pair totals) {

    boolean of(HarmKind other, String otherRoute) {
        return kind == other && route.equals(otherRoute);
    }

    KindState withBets(List<Double> blocks, List<Double> grossly, OpenBlock block, OpenSecond part) {
        return new KindState(kind, route, order, blocks, grossly, block, part, last, now, totals);
    }

    KindState counted(Pair poll) {
        return new KindState(
                kind, route, order, block, gross, open, second, last, now.plus(poll.canary()), totals.plus(poll));
    }

    KindState blockClosed() {
        return new KindState(kind, route, order, block, gross, open, second, now, Counts.NONE, totals);
    }

    KindState phaseBegun() {
        return new KindState(kind, route, order, block, gross, open, second, last, now, Pair.NONE);
    }

    /** The failed part of the requests to EKS in the last 10 to 20 s. */
    double lately() {
        return last.plus(now).fraction();
    }
}
