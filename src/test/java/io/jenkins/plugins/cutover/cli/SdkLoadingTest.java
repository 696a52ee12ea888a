package io.jenkins.plugins.cutover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that does not use AWS loads no class of its SDK: it must not start more slowly because of it. */
class SdkLoadingTest {
    private static final String SDK = " software.amazon.awssdk.";

    @TempDir
    Path folder;

    @Test
    void statusOfAFolderLoadsNoClassOfTheSdk() throws Exception {
        assertThat(loadedBy(folder.toString())).noneMatch(line -> line.contains(SDK));
    }

    @Test
    void statusOfAClusterThatIsNotOnAwsLoadsNoClassOfTheSdk() throws Exception {
        List<String> loaded = loadedBy("kubernetes:cutovers?server=http://127.0.0.1:1");
        assertThat(loaded)
                .anyMatch(line -> line.contains("io.jenkins.plugins.cutover.eks.access.ClusterAccess "))
                .noneMatch(line -> line.contains(SDK));
    }

    private List<String> loadedBy(String journal) throws IOException, InterruptedException {
        Path log = folder.resolve("classes.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + log,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "status",
                        "--journal",
                        journal)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as("the command ends")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        List<String> loaded = Files.readAllLines(log);
        assertThat(loaded)
                .as(Files.readString(folder.resolve("output")))
                .anyMatch(line -> line.contains(StatusCommand.class.getName() + " "));
        return loaded;
    }
}
