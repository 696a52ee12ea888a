package io.jenkins.plugins.cutover.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Share;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncidentFileTest {
    private static final Timeline BACK = Timelines.rolledBack(4, 5, 25);

    @Test
    void completeRollbackNeedsNoAction() {
        assertThat(IncidentFile.markdown(BACK, List.of()))
                .startsWith("# orders: back on Mesos from 25% EKS\n")
                .contains("EKS fails 50% of 37 requests", "No action is needed.", "| Verdict to Mesos | 41 ms |")
                .contains("| 25% |", "| Mesos instances after | 10 |", Report.line(BACK));
    }

    @Test
    void kindsOfEndingsAreListedWithTheirIntervals() {
        assertThat(IncidentFile.markdown(Timelines.stalled(40, 5, 25), List.of()))
                .containsPattern(
                        "\\| EKS [\\d,]+ of [\\d,]+ stalled, Mesos 0 of [\\d,]+ \\(at 25%\\) \\| \\+2\\d\\.\\d \\|")
                .contains("95% confidence interval");
    }

    @Test
    void missingPartsAreNamed() {
        assertThat(IncidentFile.markdown(BACK, List.of("HAProxy edge2:9999 has not confirmed")))
                .contains("Action is needed", "- HAProxy edge2:9999 has not confirmed")
                .doesNotContain("No action is needed");
    }

    @Test
    void textCannotBreakTheTable() {
        Timeline t = Timeline.of("orders", CutoverOutcome.ROLLED_BACK, BACK.from(), BACK.to())
                .rollback(new RollbackSummary("a\n# b", Share.ALL, BACK.to(), null, null, null, null, null))
                .events(List.of(Event.of(BACK.from(), "x", "one | two\nthree <b>")))
                .build();
        assertThat(IncidentFile.markdown(t, List.of()))
                .contains("| 0:00 | x | one \\| two three \\<b\\> |", "**Why:** a \\# b", "not known");
    }

    @Test
    void withoutARollbackThereIsNoIncident() {
        assertThatThrownBy(() -> IncidentFile.markdown(Timelines.completed(1, 100), List.of()))
                .hasMessageContaining("orders was not rolled back");
    }
}
