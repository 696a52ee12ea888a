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
 * @param start the moment from which times are counted
 * @param now the present
 * @param stages from left to right: deploy, the phases, and a rollback once there is one
 * @param wanted the target share
 * @param measured EKS's fraction of the answers in the last seconds, 0 to 1; NaN without answers
 * @param lost requests without an answer of a side; no line of its own as long as there are none
 * @param status the status of the current operation: one line with its numbers; empty for none
 * @param countdown null when no bake time runs
 * @param events in the order of time; the last few are shown
 * @param ending the result with its numbers; empty while it runs
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
        Traffic lost,
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

    /** @param note the text in its box, for example a duration; empty for the name of the state */
    public record Stage(String name, StageState state, String note) {}

    /** The state of a pipeline stage. */
    public enum StageState {
        WAITING("", '\u00b7', '.'),
        ASKING("approve?", '?', '?'),
        RUNNING("running", '\u25cf', '*'),
        SHIFTING("shifting", '\u25cf', '*'),
        JUDGING("judging", '\u25cf', '*'),
        SOAKING("soaking", '\u25cf', '*'),
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
            return this == ASKING || this == RUNNING || this == SHIFTING || this == JUDGING || this == SOAKING;
        }
    }

    /**
     * The traffic of one side.
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

    /**
     * The elapsed part of a waiting time.
     *
     * @param over what is said once it has passed
     */
    public record Countdown(Duration spent, Duration of, String over) {
        public Countdown(Duration spent, Duration of) {
            this(spent, of, "bake time over; waiting for evidence");
        }

        double fraction() {
            return of.isZero() ? 1 : Math.min(1, (double) spent.toMillis() / of.toMillis());
        }

        Duration left() {
            return of.compareTo(spent) > 0 ? of.minus(spent) : Duration.ZERO;
        }
    }
}
