package io.jenkins.plugins.cutover.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.journal.FileJournal;
import io.jenkins.plugins.cutover.journal.FileLocks;
import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.journal.Locks;
import io.jenkins.plugins.cutover.journal.MirroredJournal;
import io.jenkins.plugins.cutover.journal.UnreachableCluster;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.Records;
import io.jenkins.plugins.cutover.sandbox.PipelineRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Isolated(PipelineRunner.ONE_JENKINS)
class AbandonedCutoversTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private final List<String> rolledBack = new ArrayList<>();
    private final List<String> guarded = new ArrayList<>();
    private Journal journal;

    @BeforeEach
    void open() {
        journal = new FileJournal(folder, Clock.fixed(START, ZoneOffset.UTC));
    }

    private void look(BuildStatus buildStatus, Instant now) {
        look(buildStatus, now, locks(now), Optional.of(Duration.ofMinutes(5)));
    }

    private void look(BuildStatus buildStatus, Instant now, Locks locks, Optional<Duration> grace) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        new AbandonedCutovers(
                        journal,
                        locks,
                        clock,
                        owner -> buildStatus,
                        environment -> grace,
                        record -> guarded.add(record.service()),
                        (record, reason) -> rolledBack.add(record.service()))
                .look();
    }

    private FileLocks locks(Instant now) {
        return new FileLocks(folder, Clock.fixed(now, ZoneOffset.UTC));
    }

    private CutoverRecord record(CutoverState state) {
        return journal.save(Records.open("orders", START).with(d -> d.state(state)));
    }

    private List<String> reported() {
        return reported("abandoned");
    }

    private List<String> reported(String kind) {
        return journal.find("orders").orElseThrow().history().stream()
                .filter(e -> e.kind().equals(kind))
                .map(Event::text)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "DEAD, RUNNING, true",
        "DEAD, DEPLOYING, true",
        "LEFT, PARTIAL, true",
        "LEFT, RUNNING, false",
        "ALIVE, RUNNING, false",
        "FOREIGN, RUNNING, false",
        "DEAD, COMPLETED, false",
        "DEAD, ROLLED_BACK, false"
    })
    void anAbandonedCutoverIsRolledBackAfterTheGraceTime(BuildStatus buildStatus, CutoverState state, boolean back) {
        record(state);
        look(buildStatus, START);
        look(buildStatus, START.plus(Duration.ofMinutes(5)));
        assertThat(rolledBack.contains("orders")).isEqualTo(back);
    }

    @ParameterizedTest
    @CsvSource({
        "ALIVE, RUNNING, true",
        "LEFT, RUNNING, true",
        "DEAD, RUNNING, true",
        "FOREIGN, RUNNING, true",
        "LEFT, PARTIAL, false",
        "ALIVE, COMPLETED, true",
        "DEAD, RETIRED, true"
    })
    void aServiceIsGuardedWhateverItsOwnerDoes(BuildStatus buildStatus, CutoverState state, boolean guard) {
        record(state);
        look(buildStatus, START);
        assertThat(guarded.contains("orders")).isEqualTo(guard);
    }

    @Test
    void aRollbackThatHasBegunDoesNotWaitForTheGraceTime() {
        record(CutoverState.ROLLING_BACK);
        look(BuildStatus.DEAD, START);
        assertThat(rolledBack).containsExactly("orders");
    }

    @Test
    void aRollbackWithoutProgressIsFinishedThoughItsBuildLives() {
        CutoverRecord running = record(CutoverState.RUNNING);
        journal.save(running.with(d -> d.state(CutoverState.ROLLING_BACK)
                .rollback(new CutoverRecord.Rollback(
                        "found between the steps", running.share(), true, EksAfter.KEEP, START, null, null))));
        look(BuildStatus.ALIVE, START.plusSeconds(50));
        assertThat(rolledBack).isEmpty();
        look(BuildStatus.ALIVE, START.plusSeconds(70));
        assertThat(rolledBack).containsExactly("orders");
        assertThat(guarded).isEmpty();
    }

    @Test
    void itIsReportedOnceAndTheGraceTimeSurvivesARestartOfTheController() {
        record(CutoverState.RUNNING);
        for (int minute = 0; minute < 5; minute++) {
            look(BuildStatus.DEAD, START.plus(Duration.ofMinutes(minute)));
        }
        assertThat(rolledBack).isEmpty();
        assertThat(reported())
                .containsExactly("build orders#1 ended while the cutover was open; the service is rolled back to Mesos"
                        + " in 5m unless another build or person continues the cutover");
    }

    @Test
    void aBuildThatSucceededAndLeftItsCutoverOpenIsReportedOnce() {
        record(CutoverState.RUNNING);
        look(BuildStatus.LEFT, START);
        look(BuildStatus.LEFT, START.plus(Duration.ofHours(1)));
        assertThat(reported("left-open"))
                .containsExactly(
                        "build orders#1 ended and left the cutover open, with 0% on EKS; it is watched until another"
                                + " build continues it or rolls it back");
        assertThat(reported()).isEmpty();
    }

    @Test
    void anOwnerThatContinuesStartsTheGraceTimeAgain() {
        CutoverRecord record = record(CutoverState.RUNNING);
        look(BuildStatus.DEAD, START);
        record = journal.find("orders").orElseThrow();
        journal.save(record.with(d -> d.owner(new Owner("build", "orders#2"))));
        look(BuildStatus.DEAD, START.plus(Duration.ofMinutes(6)));
        assertThat(rolledBack).isEmpty();
        assertThat(reported()).hasSize(2);
    }

    @Test
    void itIsReportedEvenWhereItIsNeverRolledBackAutomatically() {
        record(CutoverState.RUNNING);
        look(BuildStatus.DEAD, START, locks(START), Optional.empty());
        look(BuildStatus.DEAD, START.plus(Duration.ofDays(9)), locks(START), Optional.empty());
        assertThat(rolledBack).isEmpty();
        assertThat(reported()).singleElement().asString().endsWith("it is not rolled back automatically");
    }

    /** Locks that another controller holds and has not renewed for long. */
    private Locks leaseExpiry() {
        FileLocks locks = locks(START);
        return new Locks() {
            @Override
            public Claim take(String environment, String service, Owner owner) {
                return locks.take(environment, service, owner);
            }

            @Override
            public void release(String environment, String service, Owner owner) {
                locks.release(environment, service, owner);
            }

            @Override
            public Optional<Holder> holder(String environment) {
                return locks.holder(environment);
            }

            @Override
            public boolean lapsed(String environment) {
                return true;
            }
        };
    }

    @Test
    void anotherControllersCutoverIsRolledBackOnceItsLeaseIsLongUnrenewed() {
        String environment = record(CutoverState.RUNNING).spec().environment();
        locks(START).take(environment, "orders", Records.BUILD);
        look(BuildStatus.FOREIGN, START, leaseExpiry(), Optional.of(Duration.ofMinutes(5)));
        assertThat(rolledBack).isEmpty();
        look(BuildStatus.FOREIGN, START.plus(Duration.ofMinutes(5)), leaseExpiry(), Optional.of(Duration.ofMinutes(5)));
        assertThat(rolledBack).containsExactly("orders");
    }

    /** The journal is unavailable and the build of a cutover died: it is reported and rolled back nevertheless. */
    @Test
    void theGraceTimeRunsWhileTheJournalIsUnavailable() {
        UnreachableCluster cluster = new UnreachableCluster(journal);
        journal = new MirroredJournal(cluster, folder.resolve("copies"), Clock.fixed(START, ZoneOffset.UTC));
        record(CutoverState.RUNNING);
        cluster.goesAway();
        look(BuildStatus.DEAD, START);
        look(BuildStatus.DEAD, START.plus(Duration.ofMinutes(4)));
        assertThat(rolledBack).isEmpty();
        look(BuildStatus.DEAD, START.plus(Duration.ofMinutes(5)));
        assertThat(rolledBack).containsExactly("orders");
        cluster.answersAgain();
        assertThat(reported()).hasSize(1);
    }

    @Test
    void aCutoverLeftForAnotherBuildIsGuardedWhileTheJournalIsUnavailable() {
        UnreachableCluster cluster = new UnreachableCluster(journal);
        journal = new MirroredJournal(cluster, folder.resolve("copies"), Clock.fixed(START, ZoneOffset.UTC));
        record(CutoverState.RUNNING);
        cluster.goesAway();
        look(BuildStatus.LEFT, START);
        assertThat(guarded).containsExactly("orders");
    }

    @Test
    void aCutoverIsGuardedThoughItsLockCannotBeRead() {
        record(CutoverState.RUNNING);
        Locks away = new Locks() {
            @Override
            public Claim take(String environment, String service, Owner owner) {
                throw new CutoverException("no answer in time");
            }

            @Override
            public void release(String environment, String service, Owner owner) {
                throw new CutoverException("no answer in time");
            }

            @Override
            public Optional<Holder> holder(String environment) {
                throw new CutoverException("no answer in time");
            }

            @Override
            public boolean lapsed(String environment) {
                throw new CutoverException("no answer in time");
            }
        };
        look(BuildStatus.ALIVE, START, away, Optional.empty());
        assertThat(guarded).containsExactly("orders");
    }

    @Test
    void aFailureWithOneServiceDoesNotStopTheOthers() {
        record(CutoverState.RUNNING);
        journal.save(Records.open("payments", START));
        new AbandonedCutovers(
                        journal,
                        locks(START),
                        Clock.fixed(START, ZoneOffset.UTC),
                        owner -> BuildStatus.ALIVE,
                        environment -> Optional.empty(),
                        record -> {
                            guarded.add(record.service());
                            throw new IllegalStateException("a bug");
                        },
                        (record, reason) -> rolledBack.add(record.service()))
                .look();
        assertThat(guarded).containsExactly("orders", "payments");
    }

    @Test
    void anotherControllersCutoverIsRolledBackToWhenItsLeaseIsGone() {
        record(CutoverState.RUNNING);
        look(BuildStatus.FOREIGN, START, leaseExpiry(), Optional.of(Duration.ofMinutes(5)));
        look(BuildStatus.FOREIGN, START.plus(Duration.ofMinutes(5)), leaseExpiry(), Optional.of(Duration.ofMinutes(5)));
        assertThat(rolledBack).containsExactly("orders");
    }

    @Test
    void aDeletedLeaseIsTakenAgain() {
        CutoverRecord record = record(CutoverState.RUNNING);
        look(BuildStatus.ALIVE, START);
        assertThat(locks(START).holder(record.spec().environment()))
                .contains(new Locks.Holder(record.owner(), "orders", START));
    }

    @Test
    void aBuildThatWaitsForAPersonKeepsItsLease() {
        String environment = record(CutoverState.RUNNING).spec().environment();
        locks(START).take(environment, "orders", Records.BUILD);
        Instant later = START.plus(Duration.ofSeconds(45));
        look(BuildStatus.ALIVE, later);
        assertThat(locks(later).holder(environment).orElseThrow().renewed()).isEqualTo(later);
    }

    @Test
    void aLeaseOfAnotherOwnerIsNotTaken() {
        String environment = record(CutoverState.RUNNING).spec().environment();
        Owner other = new Owner("cli", "pid 1 on host");
        locks(START).take(environment, "orders", other);
        look(BuildStatus.ALIVE, START.plus(Duration.ofHours(1)));
        assertThat(locks(START).holder(environment).orElseThrow().owner()).isEqualTo(other);
    }
}
