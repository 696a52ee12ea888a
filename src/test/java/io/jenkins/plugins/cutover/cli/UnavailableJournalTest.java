package io.jenkins.plugins.cutover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jenkins.plugins.cutover.journal.FileJournal;
import io.jenkins.plugins.cutover.journal.MirroredJournal;
import io.jenkins.plugins.cutover.journal.UnreachableCluster;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Records;
import io.jenkins.plugins.cutover.model.SecretContent;
import io.jenkins.plugins.cutover.model.Share;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line while the cluster with the records is away: a process of its own, and copies in the home folder. */
final class UnavailableJournalTest {
    private static final Instant LONG_AGO =
            Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofDays(31));

    @TempDir
    Path home;

    private UnreachableCluster cluster;

    private record Ended(int exit, String out, String err) {}

    @BeforeEach
    void reachable() {
        cluster = new UnreachableCluster(new FileJournal(home.resolve("cluster"), at(LONG_AGO)));
    }

    private static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    private MirroredJournal copies(Instant now) {
        return new MirroredJournal(cluster, home.resolve(".phased-cutover/copies/cutovers"), at(now));
    }

    private Ended cutover(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(words));
        command.addAll(List.of("--journal", "kubernetes:cutovers?server=http://127.0.0.1:1"));
        Path err = home.resolve("err.txt");
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, Files.readString(err));
    }

    private static CutoverRecord restored(CutoverRecord record, Instant now) {
        SecretContent app = new SecretContent("orders-1", JsonNodeFactory.instance.objectNode());
        return record.with(d -> d.state(CutoverState.ROLLED_BACK)
                .before(new CutoverRecord.Before(4, app, IntNode.valueOf(0), null))
                .rollback(new CutoverRecord.Rollback("harm", Share.ofPercent(5), true, EksAfter.KEEP, now, now, now)));
    }

    @Test
    void aCopyOfAnEarlierCutoverIsNeverUsedForARollback() throws Exception {
        copies(LONG_AGO).save(restored(Records.open("orders", LONG_AGO), LONG_AGO));
        Ended ended = cutover("rollback", "--service", "orders", "--timeout", "1s");
        assertThat(ended.exit()).isEqualTo(Main.FAILED);
        assertThat(ended.out()).doesNotContain("is back on Mesos");
        assertThat(ended.err()).contains("says that orders was ROLLED_BACK at", "which may be stale");
    }

    @Test
    void whatThisMachineHasBroughtBackIsSaidWithItsAge() throws Exception {
        CutoverRecord open = copies(LONG_AGO).save(Records.open("orders", LONG_AGO));
        cluster.goesAway();
        Instant lately = Instant.now().minusSeconds(125);
        copies(lately).save(restored(open, lately));
        Ended ended = cutover("rollback", "--service", "orders");
        assertThat(ended.exit()).isZero();
        assertThat(ended.out()).endsWith("orders is back on Mesos with 4 instances\n");
        assertThat(ended.err()).startsWith("cutover: orders: based on what this machine wrote, revision 2 of");
    }

    @Test
    void theStatusSaysThatItIsTheWordOfCopiesAndOfWhen() throws Exception {
        copies(LONG_AGO).save(Records.open("orders", LONG_AGO).with(d -> d.state(CutoverState.RUNNING)));
        Ended ended = cutover("status");
        assertThat(ended.exit()).isEqualTo(Main.FAILED);
        assertThat(ended.out()).contains("orders: RUNNING", "based on the copy on this machine, revision 1");
        assertThat(ended.err())
                .startsWith("cutover: Kubernetes API http://127.0.0.1:1")
                .contains("only the copies on this machine are known, the newest of " + LONG_AGO);
    }
}
