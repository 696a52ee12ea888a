package io.jenkins.plugins.cutover.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The example alerts are valid for Prometheus's own tool, and read metrics that exist. */
class AlertRulesTest {
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final Path RULES = Markdown.ROOT.resolve("examples/prometheus-alerts.yaml");

    @Test
    void promtoolAcceptsTheRules() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(PROMTOOL), "no " + PROMTOOL + ": the rules are not checked");
        Process check = new ProcessBuilder(PROMTOOL.toString(), "check", "rules", RULES.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(check.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String answer = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.exitValue()).as(answer).isZero();
    }

    @Test
    void everyMetricIsDocumented() throws IOException {
        String page = Files.readString(Markdown.ROOT.resolve("docs/administrator.md"));
        assertThat(page).contains("phased-cutover.not-judged", "phased-cutover.open", "phased-cutover.partial");
        assertThat(Files.readString(RULES))
                .contains("phased_cutover_not_judged", "phased_cutover_open", "phased_cutover_partial");
    }
}
