package io.jenkins.plugins.cutover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.cutover.bench.ConvertBench;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConvertCommandTest {
    private static final String APP =
            "{\"id\":\"/shop/orders\",\"cmd\":\"run\",\"env\":{\"DB_PASSWORD\":\"swordfish\"},"
                    + "\"container\":{\"docker\":{\"image\":\"orders:1\"}}}";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path app;

    @BeforeEach
    void write() throws IOException {
        app = Files.writeString(folder.resolve("orders.json"), APP);
    }

    @Test
    void jsonHoldsManifestsAndLosses() throws IOException {
        assertThat(convert("--json", "--namespace", "shop", app.toString())).isZero();
        JsonNode orders =
                new ObjectMapper().readTree(out.toString()).path("apps").path(0);
        assertThat(orders.path("id").asText()).isEqualTo("/shop/orders");
        assertThat(orders.path("name").asText()).isEqualTo("shop-orders");
        assertThat(orders.at("/manifests/0/metadata/namespace").asText()).isEqualTo("shop");
        assertThat(orders.at("/losses/0").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("path", "value", "action", "severity");
    }

    @Test
    void yamlGoesOutAndLossesGoToTheErrors() {
        assertThat(convert(app.toString())).isZero();
        assertThat(out.toString()).startsWith("---\napiVersion: apps/v1\nkind: Deployment\n");
        assertThat(err.toString()).startsWith("/shop/orders -> shop-orders: 0 blockers, 1 to review");
    }

    @Test
    void secretsAreInNeither() {
        convert("--json", app.toString());
        convert(app.toString());
        assertThat(out.toString() + err).doesNotContain("swordfish");
    }

    @Test
    void aFolderGetsOneFileForEachApp() throws IOException {
        Path same = Files.writeString(folder.resolve("same.json"), APP);
        Path target = folder.resolve("new/yaml");
        assertThat(convert("--out", target.toString(), app.toString(), same.toString()))
                .isZero();
        assertThat(target.resolve("shop-orders.yaml")).isNotEmptyFile();
        assertThat(target.resolve("shop-orders-2.yaml")).isNotEmptyFile();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aWrongFileIsOneLineAndDoesNotStopTheOthers() throws IOException {
        Path wrong = Files.writeString(folder.resolve("wrong.json"), APP.replace("\"run\"", "5"));
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"id\":\"/a\",\"id\":\"/b\"}");
        assertThat(convert("--json", wrong.toString(), broken.toString(), folder + "/none", app.toString()))
                .isEqualTo(2);
        assertThat(err.toString().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo(
                                        "cutover: " + wrong + ": cmd: (not shown) is not a string that is not empty"),
                        line -> assertThat(line)
                                .startsWith("cutover: " + broken + ": is not JSON: Duplicate field 'id'"),
                        line -> assertThat(line).isEqualTo("cutover: " + folder + "/none: no such file"));
        assertThat(new ObjectMapper().readTree(out.toString()).path("apps")).hasSize(1);
    }

    @Test
    void aWholeMarathonFitsIntoASmallHeap() throws Exception {
        ConvertBench.Once once = ConvertBench.once(folder);
        assertThat(once.seconds()).isPositive();
        assertThat(once.residentMb()).isLessThan(256);
    }

    private int convert(String... args) {
        String[] words = new String[args.length + 1];
        words[0] = "convert";
        System.arraycopy(args, 0, words, 1, args.length);
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(words);
    }
}
