package io.jenkins.plugins.cutover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Arguments of {@code rollback} that are refused before anything is changed. */
class RollbackCommandTest {
    @TempDir
    private Path folder;

    @Test
    void acceptConfigWithoutAFileIsRefused() {
        assertThat(refused("--service", "orders", "--accept-config"))
                .contains("--accept-config: requires --config FILE");
    }

    @Test
    void aServiceFileThatIsMissingIsNamedOnce() {
        Path file = folder.resolve("none.yaml");
        assertThat(refused("--config", file.toString()))
                .isEqualTo("cutover: --config: there is no file " + file + System.lineSeparator());
    }

    @Test
    void anUnknownTargetIsRefusedAlsoWithAServiceFile() {
        assertThat(refused("--config", folder.resolve("none.yaml").toString(), "--target", "all"))
                .contains("--target: \"all\" is not one of keep, scaleDown, delete");
    }

    /** Before, it tried again for ten minutes. */
    @Test
    void aDamagedRecordEndsTheRollbackAtOnce() throws Exception {
        Files.createDirectories(folder.resolve("journal"));
        Files.writeString(folder.resolve("journal/orders.json"), "{ damaged");
        assertThat(run(Main.FAILED, "--service", "orders"))
                .contains("orders.json: damaged, it was left as it is")
                .contains("the service file alone is enough: rollback --config FILE");
    }

    private String refused(String... arguments) {
        return run(Main.WRONG_INPUT, arguments);
    }

    private String run(int status, String... arguments) {
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(err, true));
        String[] all = new String[arguments.length + 3];
        all[0] = "rollback";
        all[1] = "--journal";
        all[2] = folder.resolve("journal").toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        assertThat(line.execute(all)).isEqualTo(status);
        return err.toString();
    }
}
