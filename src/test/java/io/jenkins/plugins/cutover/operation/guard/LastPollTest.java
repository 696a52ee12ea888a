package io.jenkins.plugins.cutover.operation.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LastPollTest {
    private final CalmWorld world = new CalmWorld();

    @Test
    void aServiceWithoutTrafficOnEksHasNoPoll() {
        world.upTo();
        assertThat(LastPoll.text(world.record(), later(Duration.ofHours(1)))).isEmpty();
        assertThat(LastPoll.missing(world.record(), later(Duration.ofHours(1)))).isFalse();
    }

    @Test
    void aServiceThatNothingPollsForAMinuteAndAHalfIsNotJudged() {
        world.upTo("50");
        assertThat(LastPoll.text(world.record(), later(Duration.ofSeconds(30)))).startsWith("last poll 30s ago");
        assertThat(LastPoll.missing(world.record(), later(Duration.ofSeconds(100))))
                .isTrue();
        assertThat(LastPoll.text(world.record(), later(Duration.ofSeconds(100))))
                .startsWith("NOT JUDGED for 1m40s: neither a step nor a guard polls; start"
                        + " ./cutover guard --service orders, or roll back");
    }

    private Instant later(Duration passed) {
        CutoverRecord.Verify v = world.record().verify();
        return (v == null ? world.record().updatedAt() : v.lastEvidenceAt()).plus(passed);
    }
}
