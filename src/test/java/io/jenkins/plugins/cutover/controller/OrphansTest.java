package io.jenkins.plugins.cutover.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.journal.FileJournal;
import io.jenkins.plugins.cutover.journal.FileLocks;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.Records;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrphansTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private final List<String> broughtBack = new ArrayList<>();
    private FileJournal journal;

    @BeforeEach
    void open() {
        journal = new FileJournal(folder, Clock.fixed(START, ZoneOffset.UTC));
    }

    private void look(Fate fate, Instant now) {
        FileLocks locks = locks(now);
        new Orphans(journal, locks, owner -> fate, r -> broughtBack.add(r.service())).look();
    }

    private FileLocks locks(Instant now) {
        return new FileLocks(folder, Clock.fixed(now, ZoneOffset.UTC));
    }

    private CutoverRecord record(CutoverState state) {
        return journal.save(Records.open("orders", START).with(d -> d.state(state)));
    }

    @ParameterizedTest
    @CsvSource({
        "DEAD, RUNNING, true",
        "DEAD, DEPLOYING, true",
        "DEAD, ROLLING_BACK, true",
        "LEFT, PARTIAL, true",
        "LEFT, RUNNING, false",
        "ALIVE, RUNNING, false",
        "FOREIGN, RUNNING, false",
        "DEAD, COMPLETED, false",
        "DEAD, ROLLED_BACK, false"
    })
    void nobodysCutoverIsBroughtBack(Fate fate, CutoverState state, boolean back) {
        record(state);
        look(fate, START);
        assertThat(broughtBack).isEqualTo(back ? List.of("orders") : List.of());
    }

    @Test
    void aBuildThatWaitsForAPersonKeepsItsLease() {
        String environment = record(CutoverState.RUNNING).spec().environment();
        locks(START).take(environment, "orders", Records.BUILD);
        Instant later = START.plus(Duration.ofSeconds(45));
        look(Fate.ALIVE, later);
        assertThat(locks(later).holder(environment).orElseThrow().renewed()).isEqualTo(later);
    }

    @Test
    void aLeaseThatSomebodyElseHoldsIsLeftAlone() {
        String environment = record(CutoverState.RUNNING).spec().environment();
        Owner other = new Owner("cli", "pid 1 on host");
        locks(START).take(environment, "orders", other);
        look(Fate.ALIVE, START.plus(Duration.ofHours(1)));
        assertThat(locks(START).holder(environment).orElseThrow().owner()).isEqualTo(other);
    }
}
