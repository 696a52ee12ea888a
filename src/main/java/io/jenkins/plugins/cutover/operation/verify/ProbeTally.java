package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.http.HttpFailure;
import io.jenkins.plugins.cutover.http.HttpReply;
import io.jenkins.plugins.cutover.http.HttpResult;
import io.jenkins.plugins.cutover.judge.Counts;
import io.jenkins.plugins.cutover.model.ProbeSpec;
import java.time.Duration;
import java.time.Instant;

/**
 * The probes of one side since the last poll. A probe without an answer may have failed on the way from this machine, which
 * clients do not take. So a refused connection never counts (HAProxy's health checks see it), and a request without a
 * complete answer counts once the side answers another one.
 */
final class ProbeTally {
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private long requests;
    private long errors;
    private long unanswered;
    private Instant unansweredAt;

    synchronized void ended(ProbeSpec probe, HttpResult result, Instant now) {
        if (result instanceof HttpReply reply) {
            requests += 1 + remembered(now);
            errors += (probe.expects(reply.status()) ? 0 : 1) + remembered(now);
            unanswered = 0;
        } else if (mayBeTheServers(((HttpFailure) result).kind())) {
            unanswered = remembered(now) + 1;
            unansweredAt = now;
        }
    }

    private long remembered(Instant now) {
        return unanswered > 0 && Duration.between(unansweredAt, now).compareTo(REMEMBERED) <= 0 ? unanswered : 0;
    }

    private static boolean mayBeTheServers(HttpFailure.Kind kind) {
        return kind == HttpFailure.Kind.DEADLINE || kind == HttpFailure.Kind.BROKEN;
    }

    /** What counts since the last call. */
    synchronized Counts taken() {
        Counts taken = new Counts(requests, errors);
        requests = 0;
        errors = 0;
        return taken;
    }
}
