package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.sandbox.LoadSnapshot;
import io.jenkins.plugins.cutover.sandbox.RequestLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a {@link TerminalView} shows at one moment.
 *
 * @param subtitle what runs, for example {@code examples/Jenkinsfile, fault errors50 at 25%}
 * @param start the moment that times are counted from
 * @param now the present
 * @param stages from left to right: deploy, the phases, and a rollback once there is one
 * @param wanted the share that is set
 * @param measured EKS's part of the last seconds' answers, 0 to 1; NaN when there were none
 * @param status what the operation under way says: one line with its numbers; empty when none is
 * @param countdown null when nothing is waited for
 * @param events in the order of time; the last few are shown
 * @param ending how it ended, with the numbers; empty while it runs
 */
public record DemoState(
        String service,
        String subtitle,
        Instant start,
        Instant now,
        List<Stage> stages,
        Share wanted,
        double measured,
        Traffic mesos,
        Traffic eks,
        String status,
        Countdown countdown,
        List<Event> events,
        String ending) {
    public DemoState {
        stages = List.copyOf(stages);
        events = List.copyOf(events);
    }

    public Duration elapsed() {
        return Duration.between(start, now);
    }

    /** @param note a word for its box, for example a duration; empty for that of the state */
    public record Stage(String name, StageState state, String note) {}

    /** Where a stage of the pipeline stands. */
    public enum StageState {
        WAITING("", '\u00b7', '.'),
        ASKING("approve?", '?', '?'),
        RUNNING("running", '\u25cf', '*'),
        SHIFTING("shifting", '\u25cf', '*'),
        JUDGING("judging", '\u25cf', '*'),
        DONE("done", '\u2713', '+'),
        HEALTHY("healthy", '\u2713', '+'),
        HARMFUL("harmful", '\u2717', 'x'),
        INCONCLUSIVE("unclear", '?', '?'),
        BLIND("blind", '\u2717', 'x'),
        FAILED("failed", '\u2717', 'x'),
        SKIPPED("skipped", '-', '-');

        private final String word;
        private final char sign;
        private final char ascii;

        StageState(String word, char sign, char ascii) {
            this.word = word;
            this.sign = sign;
            this.ascii = ascii;
        }

        public static StageState of(Verdict verdict) {
            return verdict == null ? FAILED : valueOf(verdict.name());
        }

        String word() {
            return word;
        }

        char sign(boolean unicode) {
            return unicode ? sign : ascii;
        }

        boolean underWay() {
            return this == ASKING || this == RUNNING || this == SHIFTING || this == JUDGING;
        }
    }

    /**
     * One side's part.
     *
     * @param perSecond requests in the last second
     * @param errorsPerSecond of these, failed
     * @param p99 in milliseconds, of the last seconds; NaN without requests
     * @param requests since the start
     * @param errors since the start
     */
    public record Traffic(double perSecond, double errorsPerSecond, double p99, long requests, long errors) {
        public static final Traffic NONE = new Traffic(0, 0, Double.NaN, 0, 0);

        /** @param seconds how long {@code recent} is */
        public static Traffic of(Side side, LoadSnapshot recent, double seconds, RequestLog all) {
            return new Traffic(
                    recent.answered(side) / seconds,
                    recent.errors(side) / seconds,
                    recent.answered(side) == 0
                            ? Double.NaN
                            : recent.latency(side, 99).toNanos() / 1e6,
                    all.answered(side),
                    all.errors(side));
        }
    }

    /** Time waited of a time to wait. */
    public record Countdown(Duration spent, Duration of) {
        double fraction() {
            return of.isZero() ? 1 : Math.min(1, (double) spent.toMillis() / of.toMillis());
        }

        Duration left() {
            return of.compareTo(spent) > 0 ? of.minus(spent) : Duration.ZERO;
        }
    }
}
