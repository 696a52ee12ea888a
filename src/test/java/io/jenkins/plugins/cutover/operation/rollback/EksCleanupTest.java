package io.jenkins.plugins.cutover.operation.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.journal.StaleRecordException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EksCleanupTest {
    private static final String REPORT = "on EKS nothing was deleted, do it by hand: ";

    private final CalmWorld rehearsal = new CalmWorld();

    /** Seed 7313520 of the simulation. */
    @Test
    void whatStaysOnEksIsReportedOnceThoughTheFirstWriteOfItFails() {
        rehearsal.upTo("5");
        rehearsal.world().cluster().away(Duration.ofHours(1));
        RefusesTheReportOnce journal = new RefusesTheReportOnce(rehearsal.journal());
        Context real = rehearsal.context("orders#2");
        Context context = new Context(journal, real.locks(), real.clients(), real.clock(), real.owner());
        rehearsal.run(new Rollback(context, "orders", "a test", EksAfter.DELETE, Duration.ofMinutes(10)));
        assertThat(journal.refused).isTrue();
        assertThat(rehearsal.history())
                .filteredOn(e -> e.startsWith("eks: " + REPORT))
                .hasSize(1);
    }

    /** Another writer seems to be first when what stays on EKS is written. */
    private static final class RefusesTheReportOnce implements Journal {
        private final Journal journal;
        private boolean refused;

        private RefusesTheReportOnce(Journal journal) {
            this.journal = journal;
        }

        @Override
        public Optional<CutoverRecord> find(String service) {
            return journal.find(service);
        }

        @Override
        public CutoverRecord save(CutoverRecord record) {
            if (!refused && record.history().stream().anyMatch(e -> e.text().startsWith(REPORT))) {
                refused = true;
                throw new StaleRecordException(record.service(), record.revision(), record.revision() + 1);
            }
            return journal.save(record);
        }

        @Override
        public Contents contents() {
            return journal.contents();
        }
    }
}
