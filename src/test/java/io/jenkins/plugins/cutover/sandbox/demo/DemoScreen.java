package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.evidence.Timeline;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.sandbox.Fault;
import io.jenkins.plugins.cutover.sandbox.HarmCount;
import io.jenkins.plugins.cutover.sandbox.LoadSnapshot;
import io.jenkins.plugins.cutover.sandbox.demo.DemoState.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Shows a run while it is in progress. */
final class DemoScreen implements AutoCloseable {
    /** The window of the current numbers: long enough for stable values, and it ends just before now, because later
     * requests are still in flight. */
    private static final Duration RECENT = Duration.ofSeconds(2);

    private static final Duration LAG = Duration.ofMillis(100);
    /** The same for requests that clients give up after three seconds. */
    private static final Duration LATE = LAG.plusSeconds(3);

    private static final int FRAME_MILLIS = 200;

    private final DemoRun run;
    private final TerminalView view;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Demo.daemon("screen"));

    DemoScreen(DemoRun run, boolean inPlace) {
        this.run = run;
        this.view = TerminalView.open(inPlace);
        timer.scheduleAtFixedRate(() -> show(""), 0, FRAME_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void show(String ending) {
        try {
            view.show(state(ending));
        } catch (RuntimeException e) {
            System.getLogger(DemoScreen.class.getName())
                    .log(System.Logger.Level.WARNING, "a frame could not be drawn", e);
        }
    }

    private DemoState state(String ending) {
        Instant now = run.load().now();
        LoadSnapshot recent = run.load().between(now.minus(LAG).minus(RECENT), now.minus(LAG));
        Optional<CutoverRecord> record = run.record();
        String fault = run.options().fault() == Fault.NONE
                ? ""
                : ", fault " + run.options().fault() + " at " + run.options().faultAt();
        return new DemoState(
                DemoRun.SERVICE,
                "examples/Jenkinsfile" + (run.address().isEmpty() ? "" : " on " + run.address()) + fault,
                run.start(),
                now,
                run.progress()
                        .stages(run.options().phases(), run.options().waits().stages()),
                record.map(CutoverRecord::share).orElse(Share.NONE),
                recent.measuredShare(),
                Traffic.of(Side.MESOS, recent, RECENT.toSeconds(), run.load().log()),
                Traffic.of(Side.EKS, recent, RECENT.toSeconds(), run.load().log()),
                lost(run.load().between(now.minus(LATE).minus(RECENT), now.minus(LATE))),
                run.status(),
                run.countdown(now),
                events(record),
                ending);
    }

    /** Requests that no side is known to have answered. */
    private Traffic lost(LoadSnapshot recent) {
        double perSecond = (double) recent.unanswered() / RECENT.toSeconds();
        long all = run.load().log().unanswered();
        return new Traffic(perSecond, perSecond, Double.NaN, all, all);
    }

    private List<Event> events(Optional<CutoverRecord> record) {
        List<Event> events = new ArrayList<>(record.map(CutoverRecord::history).orElse(List.of()));
        events.addAll(run.notes());
        if (run.struckAt() != null) {
            events.add(DemoReport.fault(run));
        }
        events.sort(java.util.Comparator.comparing(Event::at));
        return events;
    }

    /** The last frame, which stays on the screen. */
    void end(Timeline timeline, String where) {
        timer.shutdownNow();
        show(timeline.outcome().words() + " after "
                + Durations.text(Duration.ofSeconds(timeline.length().toSeconds()))
                + ": " + timeline.requests().total() + " requests, "
                + timeline.requests().failed() + " failed" + kinds() + "; " + where);
    }

    /** Of the failed requests, since the start. */
    private String kinds() {
        HarmCount harm = HarmCount.of(run.load().log(), run.start(), run.load().now());
        return harm.harmed() == 0 ? "" : " (" + harm.words() + ")";
    }

    @Override
    public void close() {
        timer.shutdownNow();
        view.close();
    }
}
