package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Records;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** While the cluster is away, a copy on this machine may be of any age. */
class StaleCopyTest extends OfflineSuite {
    private static final Instant LATER = JournalSuite.NOW.plus(Duration.ofDays(31));

    private void isNow(CutoverState state) {
        running = journal.save(running.with(d -> d.state(state)));
    }

    @ParameterizedTest
    @EnumSource(
            value = CutoverState.class,
            names = {"ROLLED_BACK", "RETIRED"})
    void aCopyThatSaysFinishedMayBeStale(CutoverState end) {
        isNow(end);
        theirs.save(Records.open("orders", LATER).with(d -> d.state(CutoverState.RUNNING)));
        cluster.goesAway();
        journal = mirror("copies", LATER);
        assertThatThrownBy(this::found)
                .isInstanceOf(JournalUnavailableException.class)
                .hasMessage("Kubernetes API https://eks: no answer in time; the copy on this machine says that orders"
                        + " was " + end + " at 2026-01-01T00:00:00Z (744h ago), which may be stale");
    }

    @Test
    void anOpenCopyIsServedAndTheRecordNamesItsAge() {
        cluster.goesAway();
        journal = mirror("copies", LATER);
        CutoverRecord decided = journal.save(back(found()));
        assertThat(decided.history().get(0).text())
                .isEqualTo("based on the copy on this machine, revision 1 of 2026-01-01T00:00:00Z (744h ago):"
                        + " Kubernetes API https://eks: no answer in time");
        assertThat(words(found())).containsExactly("journal", "rollback");
    }

    /** All traffic is on EKS then, and a rollback is still possible. */
    @Test
    void aCompletedCutoversCopyIsServed() {
        isNow(CutoverState.COMPLETED);
        cluster.goesAway();
        assertThat(found().state()).isEqualTo(CutoverState.COMPLETED);
    }

    @Test
    void aCutoverThatThisMachineFinishedOfflineIsServedForAnHour() {
        cluster.goesAway();
        journal.save(journal.save(back(running)).with(d -> d.state(CutoverState.ROLLED_BACK)));
        journal = mirror("copies", JournalSuite.NOW.plus(Duration.ofMinutes(59)));
        assertThat(found().history()).last().satisfies(e -> assertThat(e.text())
                .isEqualTo("based on what this machine wrote, revision 3 of 2026-01-01T00:00:00Z (59m ago):"
                        + " Kubernetes API https://eks: no answer in time"));
        journal = mirror("copies", LATER);
        assertThatThrownBy(this::found).hasMessageContaining("says that orders was ROLLED_BACK");
    }

    /** Others may have finished the rollback since, and opened a new cutover. */
    @Test
    void anOldOfflineRollbackNamesItsAge() {
        cluster.goesAway();
        journal.save(back(running));
        assertThat(MirroredJournal.note(found())).isEmpty();
        journal = mirror("copies", LATER);
        assertThat(MirroredJournal.note(found()))
                .hasValueSatisfying(line -> assertThat(line).contains("what this machine wrote", "744h ago"));
    }

    @Test
    void theNextCutoverIsNotChangedByWhatWasDoneOfflineInTheLast() {
        cluster.goesAway();
        journal.save(back(running));
        theirs.save(running.with(d -> d.state(CutoverState.ROLLED_BACK)));
        CutoverRecord next = theirs.save(Records.open("orders", LATER).with(d -> d.state(CutoverState.RUNNING)));
        cluster.answersAgain();
        assertThat(found()).isEqualTo(next);
        assertThat(folder.resolve("copies/untold/finished/orders-1767225600000.json"))
                .exists();
    }

    @Test
    void aRefusalIsReportedAsSuchWhereThereIsNoCopy() {
        CutoverException unknown = new CutoverException("EKS cluster \"orders-pord\": answered 404");
        cluster.refuses(JournalUnavailableException.refused(unknown));
        assertThat(found().state()).isEqualTo(CutoverState.RUNNING);
        assertThatThrownBy(() -> journal.find("payments")).isSameAs(unknown);
        assertThatThrownBy(() -> journal.save(on(found()))).isSameAs(unknown);
    }
}
