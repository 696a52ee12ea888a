package io.jenkins.plugins.cutover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import io.jenkins.plugins.cutover.sandbox.PipelineRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.libs.LibraryConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated(PipelineRunner.ONE_JENKINS)
class CutoverLibraryTest {
    private static final Path VARS = Path.of(System.getProperty("cutover.basedir", "."), "vars");

    @TempDir
    Path target;

    @Test
    void onlyAJobThatAsksForItGetsIt() {
        CutoverLibrary resolver = new CutoverLibrary();
        assertThat(resolver.forJob(null, Map.of("other", ""))).isEmpty();
        LibraryConfiguration library =
                resolver.forJob(null, Map.of("phased-cutover", "")).iterator().next();
        assertThat(library.isImplicit()).isFalse();
        assertThat(library.isAllowVersionOverride()).isFalse();
        assertThat(resolver.isTrusted()).isFalse();
    }

    @Test
    void thePluginHoldsTheSameFilesAsTheRepository() throws Exception {
        new PluginLibraryRetriever()
                .retrieve("phased-cutover", "plugin", false, new FilePath(target.toFile()), null, null);
        try (Stream<Path> files = Files.list(VARS)) {
            for (Path file : files.toList()) {
                assertThat(target.resolve("vars").resolve(file.getFileName())).hasSameBinaryContentAs(file);
            }
        }
        assertThat(target.resolve("vars")).isDirectoryNotContaining(f -> !Files.exists(VARS.resolve(f.getFileName())));
    }
}
