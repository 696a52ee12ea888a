package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Records;
import io.jenkins.plugins.cutover.model.SecretContent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a journal promises, wherever it keeps its records. */
abstract class JournalSuite {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final JsonNode DEFINITION = definition();

    final CutoverRecord open = Records.open("orders", NOW);
    Journal journal;

    /** A journal that knows nothing but what is stored. */
    abstract Journal fresh();

    /** The record as it is stored. */
    abstract byte[] stored(String service);

    abstract void overwrite(String service, byte[] bytes);

    abstract void overwriteSealed(String id, byte[] bytes);

    /** Everything of a service that is stored outside the places for secrets. */
    abstract String readable();

    /** How many definitions are kept. */
    abstract int sealed();

    @BeforeEach
    void journal() {
        journal = fresh();
    }

    private static JsonNode definition() {
        try {
            return Json.mapper().readTree("{\"id\": \"/orders\", \"env\": {\"DB_PASSWORD\": \"swordfish\"}}");
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private CutoverRecord withDefinition() {
        return open.with(d -> d.before(
                new CutoverRecord.Before(4, new SecretContent("orders-1", DEFINITION), IntNode.valueOf(0), null)));
    }

    @Test
    void aRecordIsReadBackAsItWasWritten() {
        CutoverRecord saved = journal.save(open);
        assertThat(saved.revision()).isEqualTo(1);
        assertThat(fresh().find("orders")).contains(saved);
        assertThat(journal.find("payments")).isEmpty();
        assertThat(journal.find("../orders")).isEmpty();
    }

    @Test
    void aWriteOnAStaleRevisionIsRefusedAndChangesNothing() {
        CutoverRecord first = journal.save(open);
        CutoverRecord second = fresh().save(first.with(d -> d.state(CutoverState.RUNNING)));
        assertThatThrownBy(() -> journal.save(first.with(d -> d.state(CutoverState.COMPLETED))))
                .isInstanceOf(StaleRecordException.class)
                .hasMessage("record of orders: revision 1 was read, 2 is stored; read it again");
        assertThat(journal.find("orders")).contains(second);
    }

    @Test
    void aNewCutoverNeverReplacesOneThatIsOpen() {
        journal.save(open);
        assertThatThrownBy(() -> journal.save(open)).isInstanceOf(StaleRecordException.class);
    }

    @Test
    void aNewCutoverFollowsOneThatIsFinished() {
        journal.save(journal.save(withDefinition()).with(d -> d.state(CutoverState.COMPLETED)));
        CutoverRecord next = journal.save(Records.open("orders", NOW.plusSeconds(60)));
        assertThat(fresh().all()).containsExactly(next);
        assertThat(sealed()).isZero();
    }

    @Test
    void finishedCutoversAreKeptNewestFirst() {
        CutoverRecord first = journal.save(journal.save(open).with(d -> d.state(CutoverState.COMPLETED)));
        CutoverRecord second = journal.save(Records.open("orders", NOW.plusSeconds(60)));
        second = journal.save(second.with(d -> d.state(CutoverState.ROLLED_BACK)));
        assertThat(fresh().finished(9)).containsExactly(first);
        journal.save(Records.open("orders", NOW.plusSeconds(120)));
        assertThat(fresh().finished(9)).containsExactly(second, first);
        assertThat(fresh().finished(1)).containsExactly(second);
    }

    @Test
    void exactlyOneOfManyWritersOnOneRevisionWins() throws Exception {
        CutoverRecord read = journal.save(open);
        List<Callable<Boolean>> writers = IntStream.range(0, 8)
                .<Callable<Boolean>>mapToObj(i -> () -> won(fresh(), read))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(writers.size());
        try {
            int winners = 0;
            for (Future<Boolean> one : threads.invokeAll(writers)) {
                winners += one.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean won(Journal journal, CutoverRecord read) {
        try {
            journal.save(read);
            return true;
        } catch (StaleRecordException lost) {
            return false;
        }
    }

    @Test
    void aDamagedRecordIsRefusedNamedAndKept() {
        journal.save(open);
        byte[] damaged = new String(stored("orders"), StandardCharsets.UTF_8)
                .substring(0, 100)
                .getBytes(StandardCharsets.UTF_8);
        overwrite("orders", damaged);
        assertThatThrownBy(() -> fresh().find("orders"))
                .isInstanceOf(CutoverException.class)
                .hasMessageStartingWith("record ")
                .hasMessageContaining("orders")
                .hasMessageContaining(": damaged, it was left as it is: ");
        assertThatThrownBy(() -> fresh().save(open)).isInstanceOf(CutoverException.class);
        assertThat(stored("orders")).isEqualTo(damaged);
    }

    @Test
    void aRecordOfANewerFormatIsRefusedNamedAndKept() {
        journal.save(open);
        byte[] newer = new String(stored("orders"), StandardCharsets.UTF_8)
                .replaceFirst("\"format\" : \\d+", "\"format\" : 99")
                .getBytes(StandardCharsets.UTF_8);
        overwrite("orders", newer);
        assertThatThrownBy(() -> fresh().find("orders"))
                .isInstanceOf(CutoverException.class)
                .hasMessageEndingWith(": format 99 is newer than " + HeadFile.LAYOUT
                        + ", which this version knows; use the version that wrote it");
        assertThatThrownBy(() -> fresh().save(open)).isInstanceOf(CutoverException.class);
        assertThat(stored("orders")).isEqualTo(newer);
    }

    @Test
    void aDamagedRecordIsListedNextToTheOthers() {
        journal.save(open);
        CutoverRecord payments = journal.save(Records.open("payments", NOW));
        overwrite("orders", "{".getBytes(StandardCharsets.UTF_8));
        assertThat(journal.contents().records()).containsExactly(payments);
        assertThat(journal.contents().unreadable()).singleElement().asString().contains("orders", "damaged");
    }

    @Test
    void aDefinitionIsReadBackAndNoRecordContainsIt() {
        journal.save(withDefinition());
        assertThat(readable()).contains("orders-1").doesNotContain("swordfish");
        assertThat(fresh().find("orders")
                        .orElseThrow()
                        .before()
                        .mesosDefinition()
                        .content())
                .isEqualTo(DEFINITION);
    }

    @Test
    void aDefinitionIsDeletedAfterTheRollback() {
        CutoverRecord saved = journal.save(withDefinition());
        assertThat(sealed()).isEqualTo(1);
        journal.save(saved.with(d -> d.state(CutoverState.ROLLED_BACK)));
        assertThat(sealed()).isZero();
        assertThat(fresh().find("orders")
                        .orElseThrow()
                        .before()
                        .mesosDefinition()
                        .atHand())
                .isFalse();
    }

    /** Only putting back an app that somebody deleted needs it. */
    @Test
    void aDamagedDefinitionCountsAsLost() {
        CutoverRecord saved = journal.save(withDefinition());
        overwriteSealed("orders-1", "{\"id\": \"/ord".getBytes(StandardCharsets.UTF_8));
        CutoverRecord found = fresh().find("orders").orElseThrow();
        assertThat(found.before().mesosDefinition().atHand()).isFalse();
        fresh().save(found.with(d -> d.state(CutoverState.ROLLING_BACK)));
        assertThat(found.revision()).isEqualTo(saved.revision());
        assertThat(sealed()).isEqualTo(1);
    }

    @Test
    void noEventIsLostHoweverManyThereAre() {
        CutoverRecord record = journal.save(open);
        int count = 2 * CutoverRecord.MAX_EVENTS + 7;
        for (int i = 0; i < count; i++) {
            String text = "event " + i;
            record = record.with(d -> d.event(Event.of(NOW, "test", text)));
            record = i % 100 == 99 ? journal.save(record) : record;
        }
        record = journal.save(record);
        assertThat(record.history()).hasSizeLessThanOrEqualTo(CutoverRecord.MAX_EVENTS);
        assertThat(fresh().history(record))
                .extracting(Event::text)
                .containsExactlyElementsOf(
                        IntStream.range(0, count).mapToObj(i -> "event " + i).toList());
    }
}
