package io.jenkins.plugins.cutover.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** What is measured does what it is to do; JMH itself is not run. */
class RecordBenchTest {
    private final RecordBench bench = new RecordBench();

    @Test
    void measuredRecordIsReadBackAsItWasWritten() {
        RecordBench.Typical typical = new RecordBench.Typical();
        assertThat(bench.write(typical)).isEqualTo(typical.bytes);
        assertThat(bench.read(typical).samples()).isEqualTo(typical.record.samples());
        assertThat(bench.read(typical).history()).isEqualTo(typical.record.history());
    }

    /** Before, {@code --help} started the benchmark. */
    @Test
    void helpIsPrintedAndNothingIsMeasured() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(RecordBench.run(new String[] {"--help"}, new PrintStream(out)))
                .isZero();
        assertThat(out.toString()).startsWith("bench record: ");
        assertThat(RecordBench.run(new String[] {"--hlep"}, new PrintStream(out)))
                .isEqualTo(2);
    }

    @Test
    void eachMeasuredSaveStoresAnotherRevision() throws IOException {
        RecordBench.Stored stored = new RecordBench.Stored();
        stored.store = "disk";
        stored.open();
        try {
            assertThat(bench.save(stored).revision()).isEqualTo(2);
            assertThat(bench.save(stored).revision()).isEqualTo(3);
        } finally {
            stored.delete();
        }
    }
}
