package io.jenkins.plugins.cutover.metrics;

import io.jenkins.plugins.cutover.model.CheckSpec;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

/** Asks each system in its own words; what can go wrong with any of them is told here, in one line. */
final class HttpSources implements MetricSource {
    private final Secrets secrets;
    private final Clock clock;
    private final Exchange exchange;

    /** @param deadline for a whole exchange, the reading of the body included */
    HttpSources(Secrets secrets, Clock clock, Duration deadline) {
        this.secrets = secrets;
        this.clock = clock;
        this.exchange = new Exchange(deadline);
    }

    @Override
    public MetricReading read(CheckSpec check) {
        String secret = "";
        if (!check.credential().isEmpty()) {
            secret = secrets.find(check.credential()).map(String::trim).orElse("");
            if (secret.isEmpty()) {
                return new MetricReading.Failed(
                        about(check) + "credential \"" + check.credential() + "\" is not known");
            }
        }
        return told(check, secret, answer(check, secret));
    }

    private MetricReading answer(CheckSpec check, String secret) {
        Api api = Api.of(check.source());
        try {
            Reply reply =
                    exchange.send(api.request(check, secret, clock.instant()).build());
            return reply.status() == 429 ? limited(reply) : api.reading(check, reply);
        } catch (Exchange.NoAnswerException e) {
            return check.expected() == null
                    ? new MetricReading.Failed(e.getMessage())
                    : new MetricReading.Value(0, about(check) + e.getMessage());
        } catch (CutoverException | IllegalArgumentException e) {
            return new MetricReading.Failed(e.getMessage());
        }
    }

    /** Datadog says X-RateLimit-Reset, the others Retry-After; both in seconds. */
    private static MetricReading limited(Reply reply) {
        String seconds = reply.header("X-RateLimit-Reset");
        seconds = seconds.isEmpty() ? reply.header("Retry-After") : seconds;
        Duration wait = seconds.matches("\\d{1,4}") ? Duration.ofSeconds(Long.parseLong(seconds)) : Duration.ZERO;
        return new MetricReading.Failed(
                "HTTP 429, too many questions" + (wait.isZero() ? "" : "; again in " + wait.toSeconds() + " s"), wait);
    }

    private static MetricReading told(CheckSpec check, String secret, MetricReading reading) {
        if (reading instanceof MetricReading.Value v) {
            return Double.isFinite(v.value())
                    ? v
                    : new MetricReading.NoData(about(check) + v.value() + " is no number");
        }
        return reading instanceof MetricReading.Failed f
                ? new MetricReading.Failed(about(check) + masked(f.reason(), secret), f.retryAfter())
                : new MetricReading.NoData(about(check) + masked(((MetricReading.NoData) reading).reason(), secret));
    }

    /** An error page may repeat what it was sent. */
    private static String masked(String reason, String secret) {
        String masked = reason;
        for (String part : secret.split(":")) {
            masked = part.length() > 3 ? masked.replace(part, "***") : masked;
        }
        return masked;
    }

    /** The query of an address is not shown: some put tokens there. */
    private static String about(CheckSpec check) {
        String place = check.url().getScheme() + "://" + check.url().getRawAuthority()
                + check.url().getRawPath();
        String query = check.query().isEmpty() ? "" : " \"" + check.query() + "\"";
        return check.source().name().toLowerCase(Locale.ROOT) + " " + place + query + ": ";
    }
}
