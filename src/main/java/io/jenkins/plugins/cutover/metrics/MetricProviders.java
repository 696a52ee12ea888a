package io.jenkins.plugins.cutover.metrics;

import io.jenkins.plugins.cutover.http.BoundedHttpClient;
import io.jenkins.plugins.cutover.http.HttpCall;
import io.jenkins.plugins.cutover.http.HttpFailure;
import io.jenkins.plugins.cutover.http.HttpReply;
import io.jenkins.plugins.cutover.http.HttpResult;
import io.jenkins.plugins.cutover.model.CheckSpec;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The registry of metric providers, and what all of them share: the secret, the exchange, rate limits and messages.
 *
 * <p>To add a provider:
 *
 * <ol>
 *   <li>Add its name to {@link CheckSpec.Source}.
 *   <li>Write one class that implements {@link MetricProvider}; {@link Graphite} is a short example.
 *   <li>Register it in {@link #provider}: the code does not compile before.
 *   <li>Add its name to the field {@code source} in {@code docs/service.schema.json} and its row to the table of sources
 *       in the documents.
 *   <li>Test it as {@code HostedProvidersTest} does, against what the product documents: a value, no data, several
 *       series, an error, a wrong secret.
 * </ol>
 */
final class MetricProviders implements MetricReader {
    private static final int TOO_MANY_REQUESTS = 429;

    /** One for all: it keeps temporary keys until they end. */
    private static final CloudWatch CLOUD_WATCH = new CloudWatch();

    private final Secrets secrets;
    private final Clock clock;
    private final Duration deadline;

    /** @param deadline for a whole exchange, the body included */
    MetricProviders(Secrets secrets, Clock clock, Duration deadline) {
        this.secrets = secrets;
        this.clock = clock;
        this.deadline = deadline;
    }

    private static MetricProvider provider(CheckSpec.Source source) {
        return switch (source) {
            case PROMETHEUS -> new Prometheus();
            case GRAPHITE -> new Graphite();
            case DATADOG -> new Datadog();
            case CLOUDWATCH -> throw new IllegalArgumentException("CloudWatch is asked through the AWS SDK");
            case DYNATRACE -> new Dynatrace();
            case SPLUNK -> new Splunk();
            case HTTP -> new HttpCheck();
        };
    }

    @Override
    public MetricReading read(CheckSpec check) {
        Optional<String> secret = secret(check);
        if (secret.isEmpty()) {
            return new MetricReading.Failed(about(check) + "credential \"" + check.credential() + "\" is not known");
        }
        return described(check, secret.get(), query(check, secret.get()));
    }

    /** An empty text when the check needs no secret; nothing when its credential is unknown. */
    private Optional<String> secret(CheckSpec check) {
        return check.credential().isEmpty()
                ? Optional.of("")
                : secrets.find(check.credential()).map(String::trim).filter(secret -> !secret.isEmpty());
    }

    private MetricReading query(CheckSpec check, String secret) {
        if (check.source() == CheckSpec.Source.CLOUDWATCH) {
            return cloudWatch(check, secret);
        }
        MetricProvider provider = provider(check.source());
        try {
            Instant now = clock.instant();
            HttpCall call = provider.request(check, secret, now).within(deadline);
            HttpResult result = BoundedHttpClient.send(call);
            if (result instanceof HttpReply reply) {
                return reply.status() == TOO_MANY_REQUESTS
                        ? rateLimited(reply)
                        : provider.reading(check, new MetricReply(reply), now);
            }
            return unanswered(check, ((HttpFailure) result).message());
        } catch (CutoverException | IllegalArgumentException e) {
            return new MetricReading.Failed(e.getMessage());
        }
    }

    private MetricReading cloudWatch(CheckSpec check, String secret) {
        try {
            return CLOUD_WATCH.read(check, secret, clock.instant());
        } catch (CutoverException e) {
            return new MetricReading.Failed(e.getMessage());
        }
    }

    /** A page that gives no answer has failed its check; a metrics product that gives none says nothing about the service. */
    private static MetricReading unanswered(CheckSpec check, String reason) {
        return check.expected() == null
                ? new MetricReading.Failed(reason)
                : new MetricReading.Value(0, about(check) + reason);
    }

    /** Datadog sends X-RateLimit-Reset, the others Retry-After; both in seconds. */
    private static MetricReading rateLimited(HttpReply reply) {
        Duration wait = reply.header("X-RateLimit-Reset")
                .or(() -> reply.header("Retry-After"))
                .filter(seconds -> seconds.matches("\\d{1,4}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(Duration.ZERO);
        return new MetricReading.Failed(
                "HTTP 429, too many requests" + (wait.isZero() ? "" : "; again in " + wait.toSeconds() + " s"), wait);
    }

    /** Adds the product and the query to a reason, and removes the secret from it. */
    private static MetricReading described(CheckSpec check, String secret, MetricReading reading) {
        if (reading instanceof MetricReading.Value v) {
            return Double.isFinite(v.value())
                    ? v
                    : new MetricReading.NoData(about(check) + v.value() + " is not a number");
        }
        return reading instanceof MetricReading.Failed f
                ? new MetricReading.Failed(about(check) + masked(f.reason(), secret), f.retryAfter())
                : new MetricReading.NoData(about(check) + masked(((MetricReading.NoData) reading).reason(), secret));
    }

    /** An error page can repeat the secret that it received. */
    private static String masked(String reason, String secret) {
        String masked = reason;
        for (String part : secret.split(":")) {
            masked = part.length() > 3 ? masked.replace(part, "***") : masked;
        }
        return masked;
    }

    /** Leaves out the query part of the address, because it can hold a token. */
    private static String about(CheckSpec check) {
        String address = check.url() == null
                ? check.region()
                : check.url().getScheme() + "://" + check.url().getRawAuthority()
                        + check.url().getRawPath();
        String query = check.query().isEmpty() ? "" : " \"" + check.query() + "\"";
        return check.source().name().toLowerCase(Locale.ROOT) + " " + address + query + ": ";
    }
}
