package io.jenkins.plugins.cutover.journal;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Records;
import io.jenkins.plugins.cutover.model.Share;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A running cutover in a cluster that can go away, and this machine's copies. */
abstract class OfflineSuite {
    @TempDir
    Path folder;

    FileJournal theirs;
    UnreachableCluster cluster;
    MirroredJournal journal;
    CutoverRecord running;

    @BeforeEach
    void open() {
        theirs = new FileJournal(folder.resolve("cluster"), JournalSuite.CLOCK);
        cluster = new UnreachableCluster(theirs);
        journal = mirror("copies", JournalSuite.NOW);
        running = journal.save(Records.open("orders", JournalSuite.NOW).with(d -> d.state(CutoverState.RUNNING)));
    }

    /** A machine's, at a time. */
    MirroredJournal mirror(String copies, Instant now) {
        return new MirroredJournal(cluster, folder.resolve(copies), Clock.fixed(now, ZoneOffset.UTC));
    }

    CutoverRecord found() {
        return journal.find("orders").orElseThrow();
    }

    CutoverRecord there() {
        return theirs.find("orders").orElseThrow();
    }

    static CutoverRecord back(CutoverRecord record) {
        return with(record, "rollback").with(d -> d.state(CutoverState.ROLLING_BACK)
                .rollback(new CutoverRecord.Rollback(
                        "harm", Share.ofPercent(5), true, EksAfter.KEEP, JournalSuite.NOW, null, null)));
    }

    static CutoverRecord on(CutoverRecord record) {
        return with(record, "shift")
                .with(d -> d.desired(new DesiredTraffic(Share.ofPercent(5), List.of(), Map.of("mesos1", 100))));
    }

    static CutoverRecord with(CutoverRecord record, String kind) {
        return record.with(d -> d.event(Event.of(JournalSuite.NOW, kind, "said")));
    }

    static List<String> words(CutoverRecord record) {
        return record.history().stream().map(Event::kind).toList();
    }
}
