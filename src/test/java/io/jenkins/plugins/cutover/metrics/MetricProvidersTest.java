package io.jenkins.plugins.cutover.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.model.CheckSpec.Source;
import io.jenkins.plugins.cutover.model.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricProvidersTest {
    private static final Path SCHEMA = Path.of(System.getProperty("cutover.basedir", "."), "docs/service.schema.json");
    private static final URI UNUSED = URI.create("http://127.0.0.1:1");

    @Test
    void theSchemaNamesEverySource() throws IOException {
        JsonNode schema = Json.parsed(Files.readString(SCHEMA));
        String[] sources = Arrays.stream(Source.values())
                .map(source -> source.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
        assertThat(schema.findValues("source").get(0).path("enum"))
                .extracting(JsonNode::asText)
                .containsExactly(sources);
    }

    @Test
    void anUnknownCredentialIsNamedAndNothingIsSent() {
        MetricProviders providers =
                new MetricProviders(name -> Optional.empty(), Clock.systemUTC(), Duration.ofSeconds(1));
        assertThat(providers.read(FakeApi.check(Source.PROMETHEUS, UNUSED, "up")))
                .isEqualTo(new MetricReading.Failed(
                        "prometheus http://127.0.0.1:1 \"up\": credential \"secret\" is not known"));
    }

    @Test
    void aSecretThatNoHeaderCanHoldIsReportedWithoutItsValue() {
        MetricReading reading = FakeApi.read(FakeApi.check(Source.PROMETHEUS, UNUSED, "up"), "first\nsecond");
        assertThat(reading).isInstanceOfSatisfying(MetricReading.Failed.class, f -> assertThat(f.reason())
                .contains("header Authorization for 127.0.0.1: character 13 of 19 is not printable ASCII")
                .doesNotContain("first"));
    }
}
