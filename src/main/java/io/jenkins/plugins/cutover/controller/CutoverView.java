package io.jenkins.plugins.cutover.controller;

import hudson.model.Item;
import hudson.model.Run;
import hudson.security.AccessControlled;
import io.jenkins.plugins.cutover.evidence.DisplayText;
import io.jenkins.plugins.cutover.evidence.EventStyle;
import io.jenkins.plugins.cutover.evidence.KindTiles;
import io.jenkins.plugins.cutover.evidence.Summary;
import io.jenkins.plugins.cutover.evidence.Timeline;
import io.jenkins.plugins.cutover.evidence.Timeline.PhaseSpan;
import io.jenkins.plugins.cutover.evidence.TimelineReader;
import io.jenkins.plugins.cutover.evidence.TrafficChart;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.operation.engine.Approval;
import io.jenkins.plugins.cutover.operation.guard.LastPoll;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import jenkins.model.Jenkins;

/** One cutover as the pages show it to the current user. The getters are for Jelly. */
public final class CutoverView {
    /** Kinds of events that report a problem but no verdict. */
    private static final Set<String> PROBLEMS = Set.of(
            "abandoned",
            "capacity",
            "deploy-failed",
            "drift",
            "guard",
            "journal",
            "lock",
            "mesos",
            "platform",
            "put-right",
            "taken-over",
            "undo",
            "undone",
            "waiting");

    private final CutoverRecord record;
    private final Timeline timeline;
    private final Optional<Run<?, ?>> build;

    CutoverView(CutoverRecord record) {
        this.record = record;
        this.timeline = TimelineReader.read(record);
        this.build = OwnerBuild.owner(record.owner());
    }

    /** One row of a table: its cells and its color. */
    public record Line(List<String> cells, String tone) {
        public List<String> getCells() {
            return cells;
        }

        public String getTone() {
            return tone;
        }
    }

    /** Who decides on permissions: the job, or the controller when a command line or a deleted job owns the cutover. */
    private AccessControlled accessControl() {
        return build.<AccessControlled>map(Run::getParent).orElseGet(Jenkins::get);
    }

    /** A cutover without a job is visible to users who may roll back any service. */
    boolean visible() {
        return accessControl().hasPermission(build.isPresent() ? Item.READ : CutoverPermissions.ROLLBACK);
    }

    void checkRollback() {
        accessControl().checkPermission(CutoverPermissions.ROLLBACK);
    }

    /** Whether the cutover can be rolled back, and the user may do so. */
    public boolean isRollbackOffered() {
        boolean possible = record.state().open() || record.state() == CutoverState.COMPLETED;
        return possible && accessControl().hasPermission(CutoverPermissions.ROLLBACK);
    }

    public boolean isOpen() {
        return record.state().open();
    }

    public String getService() {
        return record.service();
    }

    public String getEnvironment() {
        return record.spec().environment();
    }

    /** In lower case with spaces: {@code rolling back}. */
    public String getState() {
        return record.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    public String getTone() {
        return switch (record.state()) {
            case COMPLETED, RETIRED -> tone(EventStyle.Tone.GOOD);
            case ROLLED_BACK, PARTIAL, ROLLING_BACK, CLOSED -> tone(EventStyle.Tone.BAD);
            case DEPLOYING, RUNNING -> tone(EventStyle.Tone.DOUBT);
        };
    }

    public String getShare() {
        return record.share().toString();
    }

    public String getOwner() {
        return record.owner().toString();
    }

    /** Relative to the controller's URL; empty when there is no build. */
    public String getOwnerUrl() {
        return build.map(b -> b.getUrl() + "cutover/").orElse("");
    }

    /** Who judges EKS, and when that last happened; empty while there is nothing to judge. */
    public String getJudged() {
        return LastPoll.text(record, Instant.now());
    }

    public String getChanged() {
        return DisplayText.wall(record.updatedAt());
    }

    public String getSummary() {
        return Summary.of(timeline);
    }

    /** The last event of the history. */
    public String getLast() {
        List<Event> history = record.history();
        return history.isEmpty() ? "" : history.get(history.size() - 1).text();
    }

    /** The reason of the rollback, or the last event. */
    public String getOutcome() {
        return record.rollback() == null ? getLast() : record.rollback().reason();
    }

    /** SVG, generated and escaped by this plugin. */
    public String getChart() {
        return TrafficChart.svg(timeline);
    }

    /** SVG, generated and escaped by this plugin: how requests ended; empty when there is nothing to compare. */
    public String getTiles() {
        return KindTiles.svg(timeline);
    }

    /** How to read the tiles, or why there is none. */
    public String getTilesText() {
        return getTiles().isEmpty() ? KindTiles.nothing(timeline) : KindTiles.EXPLANATION;
    }

    public List<Line> getPhases() {
        return timeline.phases().stream()
                .map(p -> new Line(
                        List.of(
                                p.share().toString(),
                                DisplayText.percent(p.measured()),
                                DisplayText.verdict(p.verdict()),
                                DisplayText.duration(Duration.between(p.from(), p.to())),
                                DisplayText.count(p.requests()),
                                evidence(p)),
                        tone(EventStyle.tone(p.verdict()))))
                .toList();
    }

    /** The judge's evidence, with its numbers. */
    private String evidence(PhaseSpan phase) {
        return timeline.events().stream()
                .filter(e -> e.kind().equals("verdict") && e.at().equals(phase.to()))
                .map(Event::text)
                .findFirst()
                .orElse("");
    }

    /** The passed gates and their approvers, oldest first. */
    public List<Line> getGates() {
        return timeline.events().stream()
                .filter(e -> e.kind().equals(Approval.KIND))
                .map(e -> new Line(
                        List.of(
                                elapsed(e),
                                datum(e, "question", e.text()),
                                datum(e, "approver", "?"),
                                datum(e, "verdict", "-")),
                        tone(EventStyle.Tone.PLAIN)))
                .toList();
    }

    private static String datum(Event event, String name, String absent) {
        Object value = event.data().get(name);
        return value == null ? absent : String.valueOf(value);
    }

    /** Problems such as drift or an unavailable journal, oldest first. */
    public List<Line> getTroubles() {
        return timeline.events().stream()
                .filter(e -> PROBLEMS.contains(e.kind()))
                .map(this::line)
                .toList();
    }

    /** All events, newest first. */
    public List<Line> getEvents() {
        List<Line> lines = new ArrayList<>();
        timeline.events().forEach(e -> lines.add(line(e)));
        Collections.reverse(lines);
        return lines;
    }

    private Line line(Event event) {
        return new Line(List.of(elapsed(event), event.kind(), event.text()), tone(EventStyle.tone(event)));
    }

    private String elapsed(Event event) {
        return DisplayText.elapsed(Duration.between(timeline.from(), event.at()));
    }

    private static String tone(EventStyle.Tone tone) {
        return tone.name().toLowerCase(Locale.ROOT);
    }
}
