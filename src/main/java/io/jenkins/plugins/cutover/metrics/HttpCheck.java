package io.jenkins.plugins.cutover.metrics;

import io.jenkins.plugins.cutover.http.HttpCall;
import io.jenkins.plugins.cutover.model.CheckSpec;
import java.time.Instant;

/** A page that must answer as expected: 1 when it does; 0 with the reason when it does not, or gives no answer. */
final class HttpCheck implements MetricProvider {
    @Override
    public HttpCall request(CheckSpec check, String secret, Instant now) {
        return ProviderRequests.authorized(HttpCall.get(check.url()), secret);
    }

    @Override
    public MetricReading reading(CheckSpec check, MetricReply reply, Instant now) {
        CheckSpec.Expected expected = check.expected();
        if (reply.status() != expected.status()) {
            return new MetricReading.Value(0, "it answers " + reply.status() + ", expected " + expected.status());
        }
        return reply.body().contains(expected.body())
                ? new MetricReading.Value(1)
                : new MetricReading.Value(0, "its answer does not hold \"" + expected.body() + "\"");
    }
}
