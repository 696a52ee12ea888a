package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.journal.FileJournal;
import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.journal.RecordFormat;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.TrafficSample;
import io.jenkins.plugins.cutover.traffic.CounterSnapshot;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * {@code ./cutover bench record}: the record of a cutover that has run for an hour, written as bytes, read from them, and
 * stored in a file journal. With JMH, in a JVM of its own. The median says more than the mean on a machine that does other
 * work too.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx512m", "-XX:+UseSerialGC"})
public class RecordBench {
    private static final String HELP = "bench record: writes, reads and stores a record; takes about two minutes.\n"
            + "  --json    JSON output, as JMH writes it";

    /** A record between half and all of its samples. */
    private static final int NUMBER = 5;

    /** The record and its bytes. */
    @State(Scope.Benchmark)
    public static class Typical {
        final CutoverRecord record = record();
        final byte[] bytes = RecordFormat.write(record);
    }

    /** A journal that holds the record. */
    @State(Scope.Thread)
    public static class Stored {
        @Param({"disk", "tmpfs"})
        String store;

        private Path folder;
        private Journal journal;
        private CutoverRecord record;

        @Setup
        public void open() throws IOException {
            Path parent = store.equals("tmpfs")
                    ? Path.of("/dev/shm")
                    : Files.createDirectories(Path.of(System.getProperty("cutover.basedir", "."), "target"));
            folder = Files.createTempDirectory(parent, "record");
            journal = new FileJournal(folder, Clock.systemUTC());
            record = journal.save(record());
        }

        /** With one more sample, as after a poll: a journal may write only what has changed. */
        CutoverRecord save() {
            TrafficSample sample = new TrafficSample(Instant.now(), ScaleRecords.SHARE, 10, 0, 10, 0);
            record = journal.save(record.with(d -> d.sample(sample)));
            return record;
        }

        @TearDown
        public void delete() throws IOException {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
            }
        }
    }

    static CutoverRecord record() {
        Clock clock = Clock.systemUTC();
        List<Endpoint> eks =
                ScaleWorld.EKS.stream().map(h -> new Endpoint(h, 8080)).toList();
        return ScaleRecords.running(
                ScaleRecords.spec("orders", List.of("unix:/run/lb1.sock", "unix:/run/lb2.sock")),
                NUMBER,
                new Owner("build", "orders#1"),
                eks,
                new CounterSnapshot(Map.of()),
                clock.instant());
    }

    @Benchmark
    public byte[] write(Typical typical) {
        return RecordFormat.write(typical.record);
    }

    @Benchmark
    public CutoverRecord read(Typical typical) {
        return RecordFormat.read("record", typical.bytes);
    }

    @Benchmark
    public CutoverRecord save(Stored stored) {
        return stored.save();
    }

    static int run(String[] args, PrintStream out) throws RunnerException {
        List<String> words = List.of(args);
        if (words.contains("--help")) {
            out.println(HELP);
            return 0;
        }
        Optional<String> other =
                words.stream().filter(word -> !word.equals("--json")).findFirst();
        if (other.isPresent()) {
            System.err.println("bench record: \"" + other.get() + "\" is not --json or --help");
            return 2;
        }
        boolean json = words.contains("--json");
        var options = new OptionsBuilder()
                .include(RecordBench.class.getName() + "\\.")
                .verbosity(VerboseMode.SILENT)
                .build();
        var results = new Runner(options).run();
        if (!json) {
            out.println("The record has " + new Typical().bytes.length + " bytes.");
        }
        ResultFormatFactory.getInstance(json ? ResultFormatType.JSON : ResultFormatType.TEXT, out)
                .writeOut(results);
        return 0;
    }
}
