package io.jenkins.plugins.cutover.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.journal.FileJournal;
import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Records;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.sandbox.PipelineRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated(PipelineRunner.ONE_JENKINS)
class CutoverCountersTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private final CutoverCounters counters = new CutoverCounters(Clock.systemUTC());
    private final List<Duration> traffic = new ArrayList<>();
    private final List<Duration> complete = new ArrayList<>();
    private Journal journal;

    @BeforeEach
    void listen() {
        journal = new CountingJournal(new FileJournal(folder, Clock.fixed(NOW, ZoneOffset.UTC)), counters);
        counters.listen(new CutoverCounters.Restores() {
            @Override
            public void traffic(Duration took) {
                traffic.add(took);
            }

            @Override
            public void complete(Duration took) {
                complete.add(took);
            }
        });
    }

    private static CutoverRecord judged(CutoverRecord record, Verdict verdict) {
        return record.with(d -> d.reported(said -> said.withVerdict(verdict)));
    }

    private static CutoverRecord.Rollback back(Instant traffic, Instant end) {
        return new CutoverRecord.Rollback("harm", Share.ofPercent(5), true, EksAfter.KEEP, NOW, traffic, end);
    }

    @Test
    void eachVerdictCountsOnceHoweverOftenItsRecordIsWritten() {
        CutoverRecord record = journal.save(judged(Records.open("orders", NOW), Verdict.HEALTHY));
        record = journal.save(record);
        record = journal.save(judged(judged(record, Verdict.HEALTHY), Verdict.HARMFUL));
        journal.find("orders");
        journal.save(record);
        assertThat(counters.verdicts(Verdict.HEALTHY)).isEqualTo(2);
        assertThat(counters.verdicts(Verdict.HARMFUL)).isEqualTo(1);
        assertThat(counters.verdicts(Verdict.BLIND)).isZero();
    }

    @Test
    void whatWasDecidedBeforeThisControllerStartedDoesNotCount() {
        Journal before = new FileJournal(folder, Clock.fixed(NOW, ZoneOffset.UTC));
        before.save(judged(Records.open("orders", NOW), Verdict.HEALTHY));
        CutoverRecord found = journal.find("orders").orElseThrow();
        journal.save(judged(found, Verdict.INCONCLUSIVE));
        assertThat(counters.verdicts(Verdict.HEALTHY)).isZero();
        assertThat(counters.verdicts(Verdict.INCONCLUSIVE)).isEqualTo(1);
    }

    @Test
    void aRollbackIsTimedOnceFromItsDecision() {
        CutoverRecord record = journal.save(Records.open("orders", NOW));
        record =
                journal.save(record.with(d -> d.state(CutoverState.ROLLING_BACK).rollback(back(null, null))));
        assertThat(traffic).isEmpty();
        Instant second = NOW.plusSeconds(1);
        record = journal.save(record.with(d -> d.state(CutoverState.PARTIAL).rollback(back(second, null))));
        Instant minute = NOW.plusSeconds(60);
        record = journal.save(record.with(d -> d.state(CutoverState.ROLLED_BACK).rollback(back(second, minute))));
        journal.save(record.with(d -> d.event(Event.of(NOW, "note", "still back"))));
        assertThat(traffic).containsExactly(Duration.ofSeconds(1));
        assertThat(complete).containsExactly(Duration.ofMinutes(1));
    }

    @Test
    void openCutoversAreThoseOfTheLastLook() {
        CutoverRecord orders = journal.save(Records.open("orders", NOW));
        journal.save(Records.open("payments", NOW));
        journal.contents();
        assertThat(counters.open()).isEqualTo(2);
        journal.save(orders.with(d -> d.state(CutoverState.PARTIAL)));
        journal.contents();
        assertThat(counters.open()).isEqualTo(2);
        assertThat(counters.partial()).isEqualTo(1);
    }
}
