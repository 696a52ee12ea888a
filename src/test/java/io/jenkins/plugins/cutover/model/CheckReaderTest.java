package io.jenkins.plugins.cutover.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CheckReaderTest {
    private static final String SPEC = """
            service: orders
            haproxy: {instances: ["unix:/run/haproxy/admin.sock"]}
            marathon: {url: "http://marathon:8080", app: /shop/orders}
            eks: {kubeconfig: k, manifests: m}
            verify:
              checks:
            """;

    @Test
    void aCheckIsReadWithItsDefaults() {
        CheckSpec check = one("{name: p95, source: prometheus, url: \"http://prom:9090/\", query: up, max: 0.3}");
        assertThat(check.url()).hasToString("http://prom:9090");
        assertThat(check.every()).isEqualTo(Duration.ofSeconds(10));
        assertThat(check.window()).isEqualTo(Duration.ofMinutes(1));
        assertThat(check.violation(0.31, Double.NaN)).contains("0.31 is above max 0.3");
        assertThat(check.violation(0.3, Double.NaN)).isEmpty();
    }

    @Test
    void aRatioNamesBothSides() {
        CheckSpec check = one("{name: e, source: graphite, url: \"http://g\", query: a, baselineQuery: b,"
                + " maxRatio: 2, floor: 0.5}");
        assertThat(check.violation(9, 4)).contains("9 is more than 2 times Mesos's 4 (maxRatio)");
        assertThat(check.violation(8, 4)).isEmpty();
        assertThat(check.violation(0.5, 0)).isEmpty();
        assertThat(check.violation(0.6, 0)).isPresent();
        assertThat(check.baseline().query()).isEqualTo("b");
    }

    @Test
    void cloudWatchNeedsARegionAndNeitherUrlNorCredential() {
        CheckSpec check = one("{name: c, source: cloudwatch, region: eusc-de-east-1, query: q, min: 1}");
        assertThat(check.url()).isNull();
        assertThat(check.region()).isEqualTo("eusc-de-east-1");
        assertThat(check.violation(0.5, 0)).contains("0.5 is below min 1");
    }

    @Test
    void aPageIsExpectedToAnswer200() {
        CheckSpec check = one("{name: front, source: http, url: \"http://orders/health?deep=1\", body: UP}");
        assertThat(check.expected()).isEqualTo(new CheckSpec.Expected(200, "UP"));
        assertThat(check.url()).hasToString("http://orders/health?deep=1");
    }

    @Test
    void allFaultsAreReportedTogether() {
        assertThatThrownBy(() -> SpecReader.yaml("orders.yaml", SPEC + """
                    - {name: a, source: nagios, url: "http://x", query: q, max: 1}
                    - {name: a, source: datadog, url: "http://u:p@x", query: q, maxRatio: 2, evry: 5s}
                    - {source: prometheus, url: "http://x", query: q, every: 10ms}
                    - {name: h, source: http, url: "http://x", query: q}
                """))
                .hasMessageContaining("verify.checks[0].source: \"nagios\" is not one of prometheus, graphite")
                .hasMessageContaining("verify.checks[1].name: \"a\" is the name of another check")
                .hasMessageContaining("verify.checks[1].url: not an http or https address without a password")
                .hasMessageContaining("verify.checks[1].credential: missing")
                .hasMessageContaining(
                        "verify.checks[1].baselineQuery: baselineQuery needs margin or maxRatio, and they need it")
                .hasMessageContaining("verify.checks[1].evry: unknown; valid here: baselineQuery, credential, delay")
                .hasMessageContaining("verify.checks[2].name: missing")
                .hasMessageContaining("verify.checks[2].max: missing; a check needs max, min, margin or maxRatio")
                .hasMessageContaining("verify.checks[2].every: \"10ms\" must be 1s or longer")
                .hasMessageContaining("verify.checks[3].query: unknown")
                .hasMessageNotContaining("u:p");
    }

    @Test
    void aSpecWithChecksIsTheSameAfterBeingStored() throws JsonProcessingException {
        ServiceSpec spec = SpecReader.yaml("orders.yaml", SPEC + """
                    - {name: p, source: prometheus, url: "http://x", query: q, max: 1}
                    - {name: h, source: http, url: "http://x", status: 204}
                """);
        String json = Json.mapper().writeValueAsString(spec);
        assertThat(Json.mapper().readValue(json, ServiceSpec.class)).isEqualTo(spec);
    }

    @Test
    void anOlderStoredSpecHasNoChecks() throws JsonProcessingException {
        String json = Json.mapper().writeValueAsString(VerifySpec.defaults()).replaceFirst(",?\"checks\":\\[]", "");
        assertThat(json).doesNotContain("checks");
        assertThat(Json.mapper().readValue(json, VerifySpec.class)).isEqualTo(VerifySpec.defaults());
    }

    @Test
    void theExampleOfTheDocumentsIsRead() throws IOException {
        String page =
                Files.readString(Path.of(System.getProperty("cutover.basedir", "."), "docs/metrics-and-checks.md"));
        int start = page.indexOf("verify:\n  checks:\n");
        String example = page.substring(start, page.indexOf("```", start));
        ServiceSpec spec =
                SpecReader.yaml("metrics-and-checks.md", SPEC.substring(0, SPEC.indexOf("verify:")) + example);
        assertThat(spec.verify().checks()).extracting(CheckSpec::compared).containsExactly(true, false);
    }

    private static CheckSpec one(String yaml) {
        return SpecReader.yaml("orders.yaml", SPEC + "    - " + yaml + "\n")
                .verify()
                .checks()
                .get(0);
    }
}
