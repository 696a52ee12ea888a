package io.jenkins.plugins.cutover.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.journal.FileJournal;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Records;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.rollback.FleetChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollbackSourceTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String COMPLETE = """
            service: orders
            haproxy: {instances: ["unix:/run/a.sock"]}
            marathon: {url: "http://marathon:8080", app: /orders}
            eks: {kubeconfig: none, manifests: none.yaml}
            """;

    @TempDir
    private Path folder;

    private FileJournal journal;
    private Context context;

    @BeforeEach
    void open() {
        journal = new FileJournal(folder.resolve("journal"), Clock.systemUTC());
        context = new Context(journal, null, null, Clock.systemUTC(), Records.BUILD);
    }

    private RollbackSource source(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("orders.yaml"), yaml);
        return RollbackSource.of(null, file, () -> context);
    }

    @Test
    void addressesOfAnEnvironmentAreTakenFromTheRecord() throws IOException {
        CutoverRecord record = journal.save(Records.open("orders", NOW));
        RollbackSource source = source("""
                service: orders
                environment: prod
                haproxy: {backend: shop}
                marathon: {app: /orders}
                eks: {manifests: none.yaml}
                """);
        assertThat(source.note()).contains("orders.yaml").contains("what they lack is taken from the record");
        assertThat(source.withoutRecord(() -> context)).isEmpty();
        FleetChange change = source.fleet(context, List.of(), true);
        assertThat(change.instead().instances())
                .isEqualTo(record.spec().haproxy().instances());
        assertThat(change.instead().backend()).isEqualTo("shop");
    }

    @Test
    void anAddressInTheFileIsNotMixedWithRecordedOnes() throws IOException {
        journal.save(Records.open("orders", NOW));
        RollbackSource source = source("service: orders\nhaproxy: {instances: [\"unix:/run/new.sock\"]}\n");
        assertThat(source.fleet(context, List.of(), true).instead().instances()).hasToString("[unix:/run/new.sock]");
    }

    @Test
    void withoutARecordTheErrorSaysWhatToAdd() {
        assertThatThrownBy(() -> source("service: orders\nenvironment: prod\nmarathon: {app: /orders}\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("--config: ")
                .hasMessageContaining("does not have haproxy.instances, marathon.url, and there is no record of orders")
                .hasMessageEndingWith("add them to the file (Jenkins has them in the service's environment)");
    }

    @Test
    void aFileWithoutTheClusterIsEnoughToSendTheTrafficBack() throws IOException {
        RollbackSource source = source(COMPLETE.lines().limit(3).reduce("", (all, line) -> all + line + "\n"));
        assertThat(source.withoutRecord(() -> context)).isPresent();
        assertThat(source.spec(List.of()).haproxy().instances()).hasToString("[unix:/run/a.sock]");
    }

    @Test
    void anInstanceThatTheFileDoesNotNameIsRefusedByTheFile() throws IOException {
        RollbackSource source = source(COMPLETE);
        assertThatThrownBy(() -> source.spec(List.of("unix:/run/b.sock")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("--without: \"unix:/run/b.sock\" is not an HAProxy instance of "
                        + folder.resolve("orders.yaml") + "; they are [unix:/run/a.sock]");
        assertThatThrownBy(() -> source.spec(List.of("unix:/run/a.sock")))
                .hasMessage("--without: \"unix:/run/a.sock\" is the only HAProxy instance of "
                        + folder.resolve("orders.yaml") + "; leave it in");
    }

    @Test
    void aRetiredServiceIsNamedAsOneWhoseMesosWasGivenUp() throws IOException {
        CutoverRecord open = journal.save(Records.open("orders", NOW));
        journal.save(open.with(d -> d.state(CutoverState.RETIRED)));
        RollbackSource source = source(COMPLETE);
        assertThat(source.withoutRecord(() -> context))
                .isEqualTo(Optional.of("the record of orders is RETIRED: Mesos was given up"));
        assertThat(source.mesosWasGivenUp(() -> context)).isTrue();
    }
}
