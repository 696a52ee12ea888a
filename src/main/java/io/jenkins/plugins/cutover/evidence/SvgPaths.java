package io.jenkins.plugins.cutover.evidence;

import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.TrafficSample;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The {@code d} of SVG paths over time; x runs to 1000. */
final class SvgPaths {
    private static final Set<String> CHANGES = Set.of("shift", "undo", "rollback");

    private final TimeScale time;
    private final ValueScale scale;
    private final StringBuilder d = new StringBuilder();

    private SvgPaths(TimeScale time, ValueScale scale) {
        this.time = time;
        this.scale = scale;
    }

    /** A line that is level over each bucket, broken where nothing is known. */
    static String line(
            TimeScale time, ValueScale scale, List<ChartInterval> buckets, ToDoubleFunction<ChartInterval> value) {
        SvgPaths path = new SvgPaths(time, scale);
        boolean pen = false;
        for (ChartInterval b : buckets) {
            double v = value.applyAsDouble(b);
            pen &= !b.afterGap();
            if (Double.isNaN(v)) {
                pen = false;
                continue;
            }
            if (pen) {
                path.to('V', scale.y(v));
            } else {
                path.to('M', time.unit(b.from()), scale.y(v));
            }
            path.to('H', time.unit(b.to()));
            pen = true;
        }
        return path.toString();
    }

    /** Bars from the ground up; those of zero are left out. */
    static String bars(
            TimeScale time,
            ValueScale scale,
            List<ChartInterval> buckets,
            ToDoubleFunction<ChartInterval> floor,
            ToDoubleFunction<ChartInterval> value) {
        SvgPaths path = new SvgPaths(time, scale);
        for (ChartInterval b : buckets) {
            if (value.applyAsDouble(b) > floor.applyAsDouble(b)) {
                path.run(List.of(b), floor, value);
            }
        }
        return path.toString();
    }

    /** The surface between two step lines, in one piece for each stretch without a gap: seams would show. */
    static String area(
            TimeScale time,
            ValueScale scale,
            List<ChartInterval> buckets,
            ToDoubleFunction<ChartInterval> floor,
            ToDoubleFunction<ChartInterval> value) {
        SvgPaths path = new SvgPaths(time, scale);
        int start = 0;
        for (int i = 1; i <= buckets.size(); i++) {
            if (i == buckets.size() || buckets.get(i).afterGap()) {
                path.run(buckets.subList(start, i), floor, value);
                start = i;
            }
        }
        return path.toString();
    }

    private void run(
            List<ChartInterval> run, ToDoubleFunction<ChartInterval> floor, ToDoubleFunction<ChartInterval> value) {
        ChartInterval first = run.get(0);
        to('M', time.unit(first.from()), scale.y(floor.applyAsDouble(first)));
        for (ChartInterval b : run) {
            to('V', scale.y(value.applyAsDouble(b))).to('H', time.unit(b.to()));
        }
        for (int i = run.size() - 1; i >= 0; i--) {
            ChartInterval b = run.get(i);
            to('V', scale.y(floor.applyAsDouble(b))).to('H', time.unit(b.from()));
        }
        d.append('Z');
    }

    /** The share that was wanted: a step at each change, on to the last sample. */
    static String wanted(TimeScale time, ValueScale scale, Timeline timeline) {
        SvgPaths path = new SvgPaths(time, scale);
        Instant from = time.from();
        double last = Double.NaN;
        for (TrafficSample s : timeline.samples()) {
            double y = scale.y(s.wanted().fraction());
            if (Double.isNaN(last)) {
                path.to('M', time.unit(from), y);
            } else if (y != last) {
                path.to('H', time.unit(changed(timeline, from, s.at()))).to('V', y);
            }
            last = y;
            from = s.at();
        }
        return timeline.samples().isEmpty() ? "" : path.to('H', time.unit(from)).toString();
    }

    /** A sample knows the share at its end only; the history knows when it changed. */
    private static Instant changed(Timeline timeline, Instant after, Instant notAfter) {
        return timeline.events().stream()
                .filter(e -> CHANGES.contains(e.kind()))
                .map(Event::at)
                .filter(at -> at.isAfter(after) && !at.isAfter(notAfter))
                .findFirst()
                .orElse(after);
    }

    private SvgPaths to(char command, double x, double y) {
        d.append(command).append(Markup.decimal(x)).append(' ').append(Markup.decimal(y));
        return this;
    }

    private SvgPaths to(char command, double value) {
        d.append(command).append(Markup.decimal(value));
        return this;
    }

    @Override
    public String toString() {
        return d.toString();
    }
}
