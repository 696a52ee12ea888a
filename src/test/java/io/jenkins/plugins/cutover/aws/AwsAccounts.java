package io.jenkins.plugins.cutover.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Who may sign: long-term keys and those that STS issued, each with an ARN and an end. */
final class AwsAccounts {
    static final String ROLE = "arn:aws:iam::123456789012:role/deployer";
    /** A role that wants an external id. */
    static final String PARTNER_ROLE = "arn:aws:iam::123456789012:role/partner";

    static final String EXTERNAL_ID = "team-7";
    static final AwsKeys OWN = new AwsKeys("AKIAIOSFODNN7EXAMPLE", "own-secret", "");
    static final AwsKeys PROFILE = new AwsKeys("AKIAPROFILE000000000", "profile-secret", "");
    static final AwsKeys INSTANCE = new AwsKeys("ASIAINSTANCE00000000", "instance-secret", "instance-session");
    static final AwsKeys CONTAINER = new AwsKeys("ASIACONTAINER0000000", "container-secret", "container-session");
    private static final Duration SKEW = Duration.ofMinutes(5);

    record Holder(AwsKeys keys, String arn, Instant until) {}

    private final Map<String, Holder> holders = new ConcurrentHashMap<>();
    private final AtomicInteger issued = new AtomicInteger();

    AwsAccounts() {
        add(OWN, "arn:aws:iam::123456789012:user/own", Instant.MAX);
        add(PROFILE, "arn:aws:iam::123456789012:user/profile", Instant.MAX);
        add(INSTANCE, "arn:aws:sts::123456789012:assumed-role/controller/i-0123456789", Instant.MAX);
        add(CONTAINER, "arn:aws:sts::123456789012:assumed-role/pod/eks-1", Instant.MAX);
    }

    private Holder add(AwsKeys keys, String arn, Instant until) {
        Holder holder = new Holder(keys, arn, until);
        holders.put(keys.accessKeyId(), holder);
        return holder;
    }

    Holder issue(String role, String session, Instant until) {
        int number = issued.incrementAndGet();
        String name = role.substring(role.indexOf(":role/") + ":role/".length());
        String token = Base64.getEncoder().encodeToString(("session " + number).getBytes());
        AwsKeys keys = new AwsKeys(String.format("ASIAISSUED%010d", number), "issued-secret-" + number, token);
        return add(keys, "arn:aws:sts::123456789012:assumed-role/" + name + "/" + session, until);
    }

    /** @throws AwsRefusal with the code and message of AWS when the request is not signed by living keys for this service */
    Holder check(SignedRequest request, String service, Instant now) {
        List<String> scope = request.scope();
        if (scope.size() != 5) {
            throw new AwsRefusal(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
        }
        if (!scope.get(3).equals(service)) {
            throw new AwsRefusal(
                    403, "SignatureDoesNotMatch", "Credential should be scoped to correct service: '" + service + "'.");
        }
        if (Duration.between(request.signedAt(), Instant.now()).abs().compareTo(SKEW) > 0) {
            throw new AwsRefusal(403, "SignatureDoesNotMatch", "Signature expired");
        }
        Holder holder = living(scope.get(0), request.header("x-amz-security-token"), now);
        if (!request.isSignedWith(holder.keys().secretAccessKey())) {
            throw new AwsRefusal(
                    403,
                    "SignatureDoesNotMatch",
                    "The request signature we calculated does not match the signature you provided.");
        }
        return holder;
    }

    Holder living(String accessKeyId, String sessionToken, Instant now) {
        Holder holder = holders.get(accessKeyId);
        if (holder == null || !holder.keys().sessionToken().equals(sessionToken)) {
            throw new AwsRefusal(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
        }
        if (!now.isBefore(holder.until())) {
            throw new AwsRefusal(403, "ExpiredToken", "The security token included in the request is expired");
        }
        return holder;
    }
}
