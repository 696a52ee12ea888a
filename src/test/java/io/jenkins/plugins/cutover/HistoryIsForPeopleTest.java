package io.jenkins.plugins.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Event;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The history of a record is for people: its oldest events are moved out, so a decision that reads it changes its mind
 * after a day. Decisions read the other fields of the record.
 */
class HistoryIsForPeopleTest {
    private static final String ROOT = "io.jenkins.plugins.cutover.";

    private static final Pattern LOGIC =
            Pattern.compile(Pattern.quote(ROOT) + "(operation|journal|judge|model|controller)\\..*");

    private static final Map<String, Set<String>> READS = Map.of(
            CutoverRecord.class.getName(), Set.of("history", "eventsBefore", "toString", "hashCode"),
            Journal.class.getName(), Set.of("history", "whole"),
            Event.class.getName(), Set.of("at", "kind", "text", "data"));

    /** These store, merge or hand on whole events, and decide nothing by them. */
    private static final Set<String> STORAGE = Set.of(
            "controller.CountingJournal.history",
            "journal.BufferedJournal.history",
            "journal.HeadFile.write",
            "journal.RecordFiles$Growth.lines",
            "journal.RecordFiles.growth",
            "journal.RecordFiles.rewrite",
            "model.CutoverRecord.observed",
            "model.CutoverRecord.observedAt",
            "journal.Journal.history",
            "journal.Journal.whole",
            "journal.LocalCopies.write",
            "journal.MirroredJournal.everyEvent",
            "journal.MirroredJournal.history",
            "journal.RememberingJournal.history",
            "journal.Reconciliation.inOrder",
            "journal.Reconciliation.merged",
            "journal.Reconciliation.missing",
            "journal.StoredJournal.history",
            "journal.StoredJournal.storeEarlierEvents",
            "model.CutoverRecord.<init>",
            "model.CutoverRecord.eventsBefore",
            "model.CutoverRecord.history",
            "model.CutoverRecord.sameStateAs",
            "model.CutoverRecord.stored",
            "model.CutoverRecord.asOf",
            "model.CutoverRecord.withHistory",
            "model.RecordDraft.<init>",
            "model.RecordDraft.build",
            "model.RecordDraft.event");

    /** What people look at. */
    private static final Pattern PAGES = Pattern.compile("controller\\.(CutoverView|BuildRecord)\\..*");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.jenkins.plugins.cutover");

    @Test
    void noDecisionReadsTheHistory() {
        assertThat(readers(MAIN.stream().filter(c -> LOGIC.matcher(c.getName()).matches())))
                .filteredOn(reader -> !PAGES.matcher(reader).matches())
                .containsExactlyInAnyOrderElementsOf(STORAGE);
    }

    @Test
    void aPageThatReadsTheHistoryIsFound() {
        assertThat(readers(MAIN.stream())).contains("cli.StatusCommand.history", "evidence.TimelineReader.read");
    }

    private static Set<String> readers(Stream<JavaClass> classes) {
        Set<String> readers = new TreeSet<>();
        classes.flatMap(c -> c.getCodeUnits().stream())
                .filter(HistoryIsForPeopleTest::reads)
                .map(unit -> unit.getOwner().getName().substring(ROOT.length()) + "." + unit.getName())
                .forEach(readers::add);
        return readers;
    }

    private static boolean reads(JavaCodeUnit unit) {
        return readsField(unit) || callsReader(unit);
    }

    /** A helper of the record itself needs no accessor. */
    private static boolean readsField(JavaCodeUnit unit) {
        return unit.getFieldAccesses().stream()
                .map(access -> access.getTarget())
                .anyMatch(field -> Set.of("history", "eventsBefore").contains(field.getName())
                        && field.getOwner().getPackageName().equals(ROOT + "model"));
    }

    private static boolean callsReader(JavaCodeUnit unit) {
        return Stream.concat(unit.getCallsFromSelf().stream(), unit.getCodeUnitReferencesFromSelf().stream())
                .map(JavaCodeUnitAccess::getTarget)
                .anyMatch(target -> READS.getOrDefault(target.getOwner().getName(), Set.of())
                        .contains(target.getName()));
    }
}
