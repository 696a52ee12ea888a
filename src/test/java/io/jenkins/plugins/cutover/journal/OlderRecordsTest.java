package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.GateApproval;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Records;
import io.jenkins.plugins.cutover.model.Retirement;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.model.VerifySpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every layout that a version wrote is read, and written in today's layout. */
class OlderRecordsTest {
    @TempDir
    private Path folder;

    private CutoverRecord read(String sample) throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/records/" + sample + ".json")) {
            Files.write(folder.resolve("orders.json"), in.readAllBytes());
        }
        return journal().find("orders").orElseThrow();
    }

    private FileJournal journal() {
        return new FileJournal(folder, JournalSuite.CLOCK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "format-1-first",
                "format-1-with-counters",
                "format-1-with-accepted-losses",
                "format-1-with-split",
                "format-1-with-checks"
            })
    void anOlderRecordIsReadAndWrittenInTodaysLayout(String sample) throws IOException {
        CutoverRecord old = read(sample);
        assertThat(old.state()).isEqualTo(CutoverState.RUNNING);
        assertThat(old.share().percent()).isEqualTo(5);
        assertThat(old.before().mesosInstances()).isEqualTo(4);
        assertThat(old.owner().id()).isEqualTo("orders#12");
        assertThat(old.deployment().previous()).isZero();
        assertThat(old.spec().verify().warmUp())
                .isEqualTo(
                        sample.equals("format-1-first") ? VerifySpec.defaults().warmUp() : Duration.ofSeconds(30));
        assertThat(old.spec().eks().acceptLosses()).isEmpty();

        CutoverRecord saved = journal().save(old.with(d -> d.event(Event.of(JournalSuite.NOW, "test", "on"))));
        assertThat(saved.format()).isEqualTo(CutoverRecord.FORMAT);
        assertThat(saved.history()).hasSize(3);
        assertThat(Files.readString(folder.resolve("orders.json"))).doesNotContain("swordfish");
        assertThat(journal()
                        .find("orders")
                        .orElseThrow()
                        .before()
                        .mesosDefinition()
                        .content()
                        .at("/env/DB_PASSWORD"))
                .hasToString("\"swordfish\"");
    }

    /** Layout 3 had the steps of a retirement, approvals and notices as events only. */
    @Test
    void aRecordOfLayout3GetsItsFieldsFromItsHistory() throws IOException {
        CutoverRecord old = read("format-3-before-retirement");
        assertThat(old.format()).isEqualTo(CutoverRecord.FORMAT);
        assertThat(old.retirement())
                .isEqualTo(new Retirement(
                        at(old, "verdict: 100%"), at(old, "retire-drain"), at(old, "retire: "), "alice"));
        assertThat(old.reported().approval())
                .isEqualTo(new GateApproval(
                        at(old, "gate"),
                        "alice",
                        "Give Mesos up?",
                        "HEALTHY",
                        old.reported().approval().latest()));
        assertThat(old.reported().verdicts()).containsExactly(Map.entry(Verdict.HEALTHY, 2));
        assertThat(old.reported().notices()).as("the drift was corrected").isEmpty();
        assertThat(journal().save(old)).isEqualTo(journal().find("orders").orElseThrow());
    }

    private static Instant at(CutoverRecord record, String line) {
        return record.history().stream()
                .filter(e -> (e.kind() + ": " + e.text()).startsWith(line))
                .map(Event::at)
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    @Test
    void aRecordOfLayout3KnowsWhatWasReportedLast() throws IOException {
        CutoverRecord old = layout3("""
                {"at": "2026-01-01T00:00:01Z", "kind": "mesos", "text": "scaled", "data": {}},
                {"at": "2026-01-01T00:00:02Z", "kind": "eks", "text": "no answer", "data": {}},
                {"at": "2026-01-01T00:00:03Z", "kind": "eks", "text": "the cluster answers again", "data": {}},
                {"at": "2026-01-01T00:00:04Z", "kind": "left-open", "text": "left", "data": {}},
                {"at": "2026-01-01T00:00:05Z", "kind": "taken-over", "text": "next", "data": {}},
                {"at": "2026-01-01T00:00:06Z", "kind": "abandoned", "text": "ended", "data": {}},
                {"at": "2026-01-01T00:00:07Z", "kind": "lock", "text": "taken over", "data": {}}""");
        assertThat(old.reported().notices())
                .containsOnly(Map.entry("mesos", "scaled"), Map.entry("lock", "taken over"));
        assertThat(old.reported().leftOpenAt()).isNull();
        assertThat(old.reported().abandonedAt()).isEqualTo(Instant.parse("2026-01-01T00:00:06Z"));
        assertThat(old.retirement()).isNull();
    }

    /** The sample with another history, whose verdicts were moved out. */
    private CutoverRecord layout3(String events) throws IOException {
        read("format-2-before-calibration");
        Path file = folder.resolve("orders.json");
        ObjectNode tree = (ObjectNode) Json.mapper().readTree(file.toFile());
        tree.put("format", 3).set("history", Json.mapper().readTree("[" + events + "]"));
        Files.write(file, Json.mapper().writeValueAsBytes(tree));
        return journal().find("orders").orElseThrow();
    }

    @Test
    void theSoakOfARecordWithoutItsVerdictCountsFromTheLastSample() throws IOException {
        read("format-3-before-retirement");
        Path file = folder.resolve("orders.json");
        ObjectNode tree = (ObjectNode) Json.mapper().readTree(file.toFile());
        tree.set("history", Json.mapper().createArrayNode());
        Files.write(file, Json.mapper().writeValueAsBytes(tree));
        CutoverRecord old = journal().find("orders").orElseThrow();
        Instant sample = old.samples().get(old.samples().size() - 1).at();
        assertThat(old.retirement()).isEqualTo(Retirement.completed(sample));
    }

    /** What was known of Mesos is still there, and what was not known is null. */
    @Test
    void aRecordWithoutCalibrationIsReadWithoutIt() throws IOException {
        CutoverRecord old = read("format-2-before-calibration");
        assertThat(old.format()).isEqualTo(CutoverRecord.FORMAT);
        assertThat(old.share().percent()).isEqualTo(5);
        assertThat(old.before().counters().get("instances")).hasSize(2);
        assertThat(old.before().calibration()).isNull();
        assertThat(old.verify().judge().at("/phase/share").asInt()).isEqualTo(500);
        assertThat(journal().save(old)).isEqualTo(journal().find("orders").orElseThrow());
    }

    /** Written by 0.1.0 after Mesos was given up and before its instances were released. */
    @Test
    void aRecordThatTheFirstReleaseWroteWhileItRetiredMesosIsRead() throws IOException {
        CutoverRecord old = read("format-3-retiring");
        assertThat(old.state()).isEqualTo(CutoverState.COMPLETED);
        assertThat(old.share().percent()).isEqualTo(100);
        assertThat(old.confirmed()).hasSize(2);
        assertThat(old.before().mesosInstances()).isEqualTo(3);
        assertThat(old.before().calibration()).isNotNull();
        assertThat(old.verify().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(old.history()).extracting(Event::kind).endsWith("retire-drain", "retire");
        assertThat(journal().save(old)).isEqualTo(journal().find("orders").orElseThrow());
    }

    /** A missing address is never replaced by a default. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "spec.service",
                "spec.haproxy",
                "spec.haproxy.instances",
                "spec.marathon.url",
                "spec.marathon.app",
                "spec.eks.access",
                "state",
                "owner",
                "owner.id",
                "openedAt",
                "updatedAt",
                "confirmed",
                "historyFile",
                "reported"
            })
    void aMissingFieldIsNamedAndTheRecordIsKept(String field) throws IOException {
        Path file = saved();
        ObjectNode tree = (ObjectNode) Json.mapper().readTree(file.toFile());
        String path = "/" + field.replace('.', '/');
        JsonPointer pointer = JsonPointer.compile(path);
        ((ObjectNode) tree.at(pointer.head())).remove(pointer.last().getMatchingProperty());
        Files.write(file, Json.mapper().writeValueAsBytes(tree));
        assertThat(journal().contents().unreadable())
                .singleElement()
                .asString()
                .contains("orders.json: damaged, it was left as it is: it has no ", field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": 1}", "[1]", "[{}]", "\"text\""})
    void anOldRecordWithDamagedSamplesLeavesTheOthersReadable(String samples) throws IOException {
        ObjectNode tree =
                (ObjectNode) Json.mapper().readTree(getClass().getResourceAsStream("/records/format-3-retiring.json"));
        tree.set("samples", Json.mapper().readTree(samples));
        tree.withArray("history").removeAll();
        Files.write(folder.resolve("orders.json"), Json.mapper().writeValueAsBytes(tree));
        journal().save(Records.open("carts", JournalSuite.NOW));
        assertThat(journal().contents().unreadable()).singleElement().asString().contains("orders.json: damaged");
        assertThat(journal().contents().records())
                .singleElement()
                .extracting(CutoverRecord::service)
                .isEqualTo("carts");
    }

    /** A new record without its second file, which would be read when the first one is damaged. */
    private Path saved() throws IOException {
        journal().save(Records.open("orders", JournalSuite.NOW));
        Files.delete(folder.resolve("duplicates/orders.json"));
        return folder.resolve("orders.json");
    }

    @Test
    void aRecordWithOnlyItsFormatIsDamaged() throws IOException {
        Files.writeString(folder.resolve("orders.json"), "{\"format\": 3}");
        assertThatThrownBy(() -> journal().find("orders"))
                .isInstanceOf(CutoverException.class)
                .hasMessageContaining("orders.json: damaged, it was left as it is: it has no spec.service");
    }

    @Test
    void aRecordWithAnInvalidServiceNameIsDamaged() throws IOException {
        Path file = saved();
        Files.writeString(file, Files.readString(file).replace("\"orders\"", "\"OR DERS\""));
        assertThat(journal().contents().unreadable()).singleElement().asString().contains("orders.json: damaged");
    }

    @Test
    void anUnknownFieldIsNamedAndTheRecordIsKept() throws IOException {
        Path file = saved();
        String odd = Files.readString(file).replaceFirst("\\{", "{\"colour\": 1,");
        Files.write(file, odd.getBytes(StandardCharsets.UTF_8));
        assertThat(journal().contents().unreadable()).singleElement().asString().contains("colour");
        assertThat(Files.readString(file)).isEqualTo(odd);
    }
}
