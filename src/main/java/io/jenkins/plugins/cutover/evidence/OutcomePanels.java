package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.evidence.Panel.Mark;
import io.jenkins.plugins.cutover.model.HarmKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * How the requests of EKS and of Mesos ended, as stacked parts of each side's requests: one strip above the other on one
 * scale. The scale ends a little above the largest part that did not end well, since that is small in a good cutover; the
 * rest of the strip is what was answered well.
 */
final class OutcomePanels {
    private static final int HEIGHT = 80;

    /** With fewer requests a part says little, and one request would set the scale: it may leave the strip. */
    private static final int ENOUGH = 10;

    private static final Side EKS = new Side("EKS", KindTotals::eks, KindTotals::eks);
    private static final Side MESOS = new Side("Mesos", KindTotals::mesos, KindTotals::mesos);

    private final Markup svg;
    private final TimeScale time;
    private final List<ChartInterval> intervals;
    private final List<OutcomeGroup> groups;
    private final ValueScale scale;

    OutcomePanels(Markup svg, TimeScale time, List<ChartInterval> intervals) {
        this.svg = svg;
        this.time = time;
        this.intervals = intervals;
        Set<HarmKind> occurred = EnumSet.noneOf(HarmKind.class);
        intervals.forEach(b -> occurred.addAll(b.kinds().occurred()));
        groups = Stream.of(OutcomeGroup.values()).filter(e -> e.among(occurred)).toList();
        double most = 1.1 * Math.max(most(EKS), most(MESOS));
        scale = most > 60 ? new ValueScale(25, 4, HEIGHT) : ValueScale.upTo(most, HEIGHT);
    }

    /** The requests of one side, all and those of a kind. */
    private record Side(String name, ToLongFunction<KindTotals> all, ToLongBiFunction<KindTotals, HarmKind> some) {

        /** 0 to 100; 0 without requests. */
        double percent(ChartInterval b, List<HarmKind> kinds) {
            long requests = requests(b);
            long ended = kinds.stream()
                    .mapToLong(k -> some.applyAsLong(b.kinds(), k))
                    .sum();
            return requests == 0 ? 0 : Math.min(100, 100.0 * ended / requests);
        }

        long requests(ChartInterval b) {
            return all.applyAsLong(b.kinds());
        }
    }

    private double most(Side side) {
        return intervals.stream()
                .filter(b -> side.requests(b) >= ENOUGH)
                .mapToDouble(b -> side.percent(b, List.of(HarmKind.values())))
                .max()
                .orElse(0);
    }

    /** @return the height; 0 when none but failed requests are known, which the strip of the errors shows */
    double draw(double top) {
        if (groups.isEmpty() || groups.equals(List.of(OutcomeGroup.FAILED))) {
            return 0;
        }
        Panel eks = new Panel(svg, "EKS, % of requests", top, scale).legend("answered well", Palette.GOOD, Mark.TINT);
        groups.forEach(e -> eks.legend(e.text(), e.color(), Mark.AREA));
        double height = shapes(eks, EKS);
        return height + shapes(new Panel(svg, "Mesos, % of requests (same colors)", top + height, scale), MESOS);
    }

    private double shapes(Panel panel, Side side) {
        panel.grid()
                .tint(SvgPaths.area(time, scale, intervals, b -> 0, b -> side.requests(b) > 0 ? 100 : 0), Palette.GOOD);
        for (OutcomeGroup e : groups) {
            panel.bars(
                    SvgPaths.bars(
                            time, scale, intervals, b -> side.percent(b, e.below()), b -> side.percent(b, e.upTo())),
                    e.color());
        }
        return Panels.end(panel.labels(v -> DisplayText.number(v) + "%"), "");
    }
}
