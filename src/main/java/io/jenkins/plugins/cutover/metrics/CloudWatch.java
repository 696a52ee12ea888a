package io.jenkins.plugins.cutover.metrics;

import io.jenkins.plugins.cutover.aws.AwsClients;
import io.jenkins.plugins.cutover.aws.AwsException;
import io.jenkins.plugins.cutover.aws.AwsIdentity;
import io.jenkins.plugins.cutover.aws.AwsKeys;
import io.jenkins.plugins.cutover.aws.CloudWatchMetrics;
import io.jenkins.plugins.cutover.model.CheckSpec;
import java.time.Instant;
import java.util.Optional;

/**
 * Amazon CloudWatch through the AWS SDK; the one product that is not asked by a plain HTTP call. Without a credential it
 * signs as the machine does: environment, profile, web identity, container or instance.
 */
final class CloudWatch {
    /** Made at the first query: nothing of the SDK is loaded for checks of other products. */
    private AwsClients clients;

    CloudWatch() {}

    CloudWatch(AwsClients clients) {
        this.clients = clients;
    }

    /** @param secret AWS keys; empty for those of the machine */
    MetricReading read(CheckSpec check, String secret, Instant now) {
        if (!secret.isEmpty()) {
            AwsKeys.parse(check.credential(), secret); // what has another form is refused before a thread is used
        }
        try {
            return reading(
                    check,
                    new CloudWatchMetrics(clients())
                            .query(
                                    AwsIdentity.of(check.credential(), secret, ""),
                                    check.region(),
                                    Optional.ofNullable(check.url()),
                                    check.query(),
                                    check.window(),
                                    now.minus(check.settling())));
        } catch (AwsException e) {
            return new MetricReading.Failed(e.getMessage());
        }
    }

    private synchronized AwsClients clients() {
        if (clients == null) {
            clients = new AwsClients();
        }
        return clients;
    }

    private static MetricReading reading(CheckSpec check, CloudWatchMetrics.Answer answer) {
        if (answer instanceof CloudWatchMetrics.Point point) {
            return new MetricReading.Value(
                    point.newest(),
                    new MetricReading.Period(point.start(), point.start() + CloudWatchMetrics.PERIOD_SECONDS));
        }
        if (answer instanceof CloudWatchMetrics.SeveralSeries several) {
            return MetricReply.several(several.count());
        }
        if (answer instanceof CloudWatchMetrics.Incomplete incomplete) {
            return new MetricReading.Failed("the answer is not complete: " + incomplete.reason());
        }
        return new MetricReading.NoData(
                "no points in the last " + check.window().toSeconds() + " s");
    }
}
