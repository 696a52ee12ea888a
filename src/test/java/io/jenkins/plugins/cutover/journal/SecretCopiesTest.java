package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Records;
import io.jenkins.plugins.cutover.model.SecretContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A Marathon definition may hold passwords: it stays on a machine for as long as a rollback may need it. */
class SecretCopiesTest extends OfflineSuite {
    private Path sealed;

    @BeforeEach
    void seal() {
        running = journal.save(sealed(running, "orders-1"));
        sealed = folder.resolve("copies/sealed/orders-1.json");
    }

    private static CutoverRecord sealed(CutoverRecord record, String id) {
        SecretContent definition =
                new SecretContent(id, JsonNodeFactory.instance.objectNode().put("id", "/orders"));
        return record.with(d -> d.before(new CutoverRecord.Before(4, definition, IntNode.valueOf(0), null)));
    }

    private void endsElsewhere(CutoverState end) {
        theirs.save(there().with(d -> d.state(end)));
    }

    @ParameterizedTest
    @EnumSource(
            value = CutoverState.class,
            names = {"ROLLED_BACK", "RETIRED"})
    void itIsDeletedAtTheEndOfItsCutover(CutoverState end) {
        assertThat(sealed).exists();
        endsElsewhere(end);
        journal.contents();
        assertThat(sealed).doesNotExist();
    }

    /** Mesos can still be come back to, and somebody may have deleted the app there. */
    @Test
    void itStaysWithACompletedCutover() {
        endsElsewhere(CutoverState.COMPLETED);
        journal.contents();
        found();
        assertThat(sealed).exists();
    }

    @Test
    void itIsDeletedWhenOthersBeginTheNextCutover() {
        endsElsewhere(CutoverState.ROLLED_BACK);
        Instant later = JournalSuite.NOW.plusSeconds(60);
        theirs.save(sealed(Records.open("orders", later), "orders-2"));
        found();
        assertThat(sealed).doesNotExist();
        assertThat(folder.resolve("copies/sealed/orders-2.json")).exists();
    }

    @Test
    void aDamagedOneIsWrittenAgain() throws IOException {
        Files.writeString(sealed, "{");
        journal.save(with(found(), "on"));
        cluster.goesAway();
        assertThat(found().before().mesosDefinition().atHand()).isTrue();
    }
}
