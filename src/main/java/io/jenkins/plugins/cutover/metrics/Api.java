package io.jenkins.plugins.cutover.metrics;

import io.jenkins.plugins.cutover.model.CheckSpec;
import java.net.http.HttpRequest;
import java.time.Instant;

/** One system's HTTP API: how to ask it, and what its answers mean. */
interface Api {
    /** @param secret empty for none */
    HttpRequest.Builder request(CheckSpec check, String secret, Instant now);

    /** @param reply of any status but 429 */
    MetricReading reading(CheckSpec check, Reply reply);

    static Api of(CheckSpec.Source source) {
        return switch (source) {
            case PROMETHEUS -> new Prometheus();
            case GRAPHITE -> new Graphite();
            case DATADOG -> new Datadog();
            case CLOUDWATCH -> new CloudWatch();
            case DYNATRACE -> new Dynatrace();
            case SPLUNK -> new Splunk();
            case HTTP -> new Page();
        };
    }
}
