package io.jenkins.plugins.cutover.aws;

import java.time.Duration;

/** Time limits of calls to AWS, apart from {@link AwsClients}: reading them loads no class of the SDK. */
final class AwsLimits {
    /** For a call with its retries. */
    static final Duration CALL = Duration.ofSeconds(10);

    /** For one attempt with its body. */
    static final Duration ATTEMPT = Duration.ofSeconds(4);

    /** For all that one question needs: its call, one for the keys before it, and a second for the SDK's classes. */
    static final Duration LOOKUP = CALL.multipliedBy(2).plusSeconds(1);

    private AwsLimits() {}
}
