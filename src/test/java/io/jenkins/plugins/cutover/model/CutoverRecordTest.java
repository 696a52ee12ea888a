package io.jenkins.plugins.cutover.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CutoverRecordTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void theHistoryIsBoundedAndKeepsTheNewest() {
        CutoverRecord record = Records.open("orders", NOW);
        for (int i = 0; i < CutoverRecord.MAX_EVENTS + 7; i++) {
            int number = i;
            record = record.with(d -> d.event(Event.of(NOW, "test", "event " + number)));
        }
        assertThat(record.history()).hasSizeBetween(CutoverRecord.MAX_EVENTS / 2, CutoverRecord.MAX_EVENTS);
        assertThat(record.eventsBefore() + record.history().size()).isEqualTo(CutoverRecord.MAX_EVENTS + 7);
        assertThat(record.history().get(record.history().size() - 1).text())
                .isEqualTo("event " + (CutoverRecord.MAX_EVENTS + 6));
    }

    @Test
    void samplesAreMergedInPairsSoThatNoRequestIsLost() {
        CutoverRecord record = Records.open("orders", NOW);
        for (int i = 1; i <= 3 * CutoverRecord.MAX_SAMPLES; i++) {
            Instant at = NOW.plusSeconds(i);
            record = record.with(d -> d.sample(new TrafficSample(at, Share.NONE, 1, 0, 2, 0)));
        }
        assertThat(record.samples()).hasSizeLessThanOrEqualTo(CutoverRecord.MAX_SAMPLES);
        assertThat(record.samples().stream()
                        .mapToLong(TrafficSample::mesosRequests)
                        .sum())
                .isEqualTo(6L * CutoverRecord.MAX_SAMPLES);
        assertThat(record.samples()).isSortedAccordingTo(java.util.Comparator.comparing(TrafficSample::at));
    }

    @Test
    void aChangeLeavesTheOriginalAsItWas() {
        CutoverRecord record = Records.open("orders", NOW);
        record.with(d -> d.state(CutoverState.RUNNING).event(Event.of(NOW, "test", "changed")));
        assertThat(record.state()).isEqualTo(CutoverState.DEPLOYING);
        assertThat(record.history()).isEmpty();
    }
}
