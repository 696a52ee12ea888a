package io.jenkins.plugins.cutover.metrics;

import io.jenkins.plugins.cutover.http.HttpCall;
import io.jenkins.plugins.cutover.model.CheckSpec;
import java.time.Instant;

/**
 * The HTTP API of one metrics product: how to query it, and what its replies mean. A provider keeps no state and does no
 * I/O. {@link MetricProviders} sends the call and says how to add a provider.
 */
interface MetricProvider {
    /**
     * The call for a check's query. The caller sets deadline and size limit.
     *
     * @param secret the value of the check's credential; empty when the check has none
     * @param now the end of the check's window
     * @throws io.jenkins.plugins.cutover.model.CutoverException when the secret or the query cannot be sent
     */
    HttpCall request(CheckSpec check, String secret, Instant now);

    /**
     * The number of the newest whole period.
     *
     * @param reply of any status except 429
     * @param now as in the request
     */
    MetricReading reading(CheckSpec check, MetricReply reply, Instant now);
}
