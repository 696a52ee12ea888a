package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.Records;
import io.jenkins.plugins.cutover.model.Retirement;
import io.jenkins.plugins.cutover.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two machines worked on one cutover independently. No event of either is lost. */
class ReconciliationTest extends OfflineSuite {
    private static CutoverRecord backAt(CutoverRecord record, int second) {
        Instant at = JournalSuite.NOW.plusSeconds(second);
        return record.with(d -> d.state(CutoverState.PARTIAL)
                .rollback(record.rollback().withTrafficBack(at))
                .event(Event.of(at, "traffic-back", "after " + second)));
    }

    @Test
    void twoRollbacksAreMerged() {
        cluster.goesAway();
        journal.save(backAt(journal.save(back(running)), 2));
        theirs.save(backAt(theirs.save(back(running)), 3));
        cluster.answersAgain();
        CutoverRecord now = found();
        assertThat(now.history()).extracting(Event::text).containsSubsequence("said", "after 2", "after 3");
        assertThat(words(now)).containsOnlyOnce("rollback");
        assertThat(now.rollback().trafficBackAt()).isEqualTo(JournalSuite.NOW.plusSeconds(2));
        assertThat(there()).isEqualTo(now);
    }

    @Test
    void theEventsOfOthersStayWhereOurRollbackOutranksTheirs() {
        cluster.goesAway();
        CutoverRecord ours = journal.save(backAt(journal.save(back(running)), 3));
        journal.save(ours.with(d -> d.state(CutoverState.ROLLED_BACK)));
        theirs.save(backAt(theirs.save(back(with(running, "theirs"))), 2));
        cluster.answersAgain();
        CutoverRecord now = found();
        assertThat(now.state()).isEqualTo(CutoverState.ROLLED_BACK);
        assertThat(words(now)).contains("theirs");
        assertThat(now.history()).extracting(Event::text).containsSubsequence("after 2", "after 3");
        assertThat(now.rollback().trafficBackAt()).isEqualTo(JournalSuite.NOW.plusSeconds(2));
    }

    /** The cluster answers one thread and not the other. */
    @Test
    void aRecordThatIsWrittenOfflineDuringTheMergeIsNotLost() {
        cluster.goesAway();
        CutoverRecord ours = journal.save(back(running));
        Journal answering = new Journal() {
            @Override
            public Optional<CutoverRecord> find(String service) {
                return theirs.find(service);
            }

            @Override
            public CutoverRecord save(CutoverRecord record) {
                CutoverRecord stored = theirs.save(record);
                journal.save(with(ours, "waiting"));
                return stored;
            }

            @Override
            public Contents contents() {
                return theirs.contents();
            }
        };
        new MirroredJournal(answering, folder.resolve("copies"), JournalSuite.CLOCK).find("orders");
        cluster.answersAgain();
        assertThat(words(found())).containsExactly("rollback", "waiting");
    }

    @Test
    void aDecisionToGiveMesosUpIsKeptWhereOurRollbackOutranksIt() {
        Instant decided = JournalSuite.NOW.plusSeconds(9);
        cluster.goesAway();
        journal.save(back(running).with(d -> d.reported(said -> said.withVerdict(Verdict.HARMFUL))));
        theirs.save(running.with(d -> d.state(CutoverState.COMPLETED)
                .retirement(Retirement.completed(JournalSuite.NOW).withDecision(decided, "alice"))
                .reported(said -> said.withVerdict(Verdict.HEALTHY))));
        cluster.answersAgain();
        assertThat(found().state()).isEqualTo(CutoverState.ROLLING_BACK);
        assertThat(found().retirement().decidedAt()).isEqualTo(decided);
        assertThat(found().reported().verdicts()).containsOnlyKeys(Verdict.HEALTHY, Verdict.HARMFUL);
    }

    @Test
    void aNewOwnerIsNotAbandonedBecauseTheLastOneWas() {
        cluster.goesAway();
        journal.save(with(found(), "abandoned").with(d -> d.reported(said -> said.withAbandoned(JournalSuite.NOW))));
        theirs.save(running.with(d -> d.owner(new Owner("build", "orders#2"))));
        cluster.answersAgain();
        assertThat(words(found())).contains("abandoned");
        assertThat(found().reported().abandonedAt()).isNull();
    }

    @Test
    void aClearedClusterTakesANewCutover() throws IOException {
        cluster.goesAway();
        journal.save(back(running));
        Files.delete(folder.resolve("cluster/orders.json"));
        Files.delete(folder.resolve("cluster/duplicates/orders.json"));
        cluster.answersAgain();
        CutoverRecord next = journal.save(Records.open("orders", JournalSuite.NOW.plusSeconds(60)));
        assertThat(found()).isEqualTo(next);
    }

    @Test
    void aRecordIsSentOnce() {
        cluster.goesAway();
        journal.save(back(running));
        cluster.answersAgain();
        CutoverRecord once = found();
        assertThat(found()).isEqualTo(once);
        assertThat(mirror("copies", JournalSuite.NOW).find("orders")).contains(once);
    }
}
