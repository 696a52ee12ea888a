package io.jenkins.plugins.cutover.aws;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** AWS Security Token Service, API version 2011-06-15: the three operations that a cutover needs. */
record StandInSts(AwsAccounts accounts, Instant now) {
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(15);
    private static final String WEB_IDENTITY = "a-jwt";

    String answer(SignedRequest request, String operation) {
        Map<String, String> parameters = request.parameters();
        version(parameters, "2011-06-15");
        return switch (operation) {
            case "GetCallerIdentity" -> {
                AwsAccounts.Holder caller = accounts.check(request, "sts", now);
                yield result(
                        operation,
                        "<Arn>" + caller.arn() + "</Arn><UserId>AIDA</UserId><Account>123456789012</Account>");
            }
            case "AssumeRole" -> {
                AwsAccounts.Holder caller = accounts.check(request, "sts", now);
                allowed(parameters, caller);
                yield issued(operation, parameters);
            }
            default -> {
                if (!WEB_IDENTITY.equals(required(parameters, "WebIdentityToken"))) {
                    throw new AwsRefusal(
                            400,
                            "InvalidIdentityToken",
                            "Couldn't retrieve verification key from your identity provider");
                }
                yield issued(operation, parameters);
            }
        };
    }

    private void allowed(Map<String, String> parameters, AwsAccounts.Holder caller) {
        String role = required(parameters, "RoleArn");
        boolean known = role.equals(AwsAccounts.ROLE)
                || role.equals(AwsAccounts.PARTNER_ROLE)
                        && AwsAccounts.EXTERNAL_ID.equals(parameters.get("ExternalId"));
        if (!known) {
            throw new AwsRefusal(
                    403,
                    "AccessDenied",
                    "User: " + caller.arn() + " is not authorized to perform: sts:AssumeRole on resource: " + role);
        }
    }

    private String issued(String operation, Map<String, String> parameters) {
        String role = required(parameters, "RoleArn");
        String session = required(parameters, "RoleSessionName");
        if (!session.matches("[\\w+=,.@-]{2,64}")) {
            throw new AwsRefusal(
                    400,
                    "ValidationError",
                    "1 validation error detected: Value '" + session
                            + "' at 'roleSessionName' failed to satisfy constraint");
        }
        int seconds = Integer.parseInt(parameters.getOrDefault("DurationSeconds", "3600"));
        if (seconds < 900 || seconds > 3600) {
            throw new AwsRefusal(
                    400,
                    "ValidationError",
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
        AwsAccounts.Holder holder = accounts.issue(role, session, now.plusSeconds(seconds));
        AwsKeys keys = holder.keys();
        return result(
                operation,
                "<Credentials><AccessKeyId>" + keys.accessKeyId() + "</AccessKeyId><SecretAccessKey>"
                        + keys.secretAccessKey() + "</SecretAccessKey><SessionToken>" + keys.sessionToken()
                        + "</SessionToken><Expiration>" + holder.until() + "</Expiration></Credentials>"
                        + "<AssumedRoleUser><AssumedRoleId>AROA:" + session + "</AssumedRoleId><Arn>" + holder.arn()
                        + "</Arn></AssumedRoleUser>");
    }

    private static String result(String operation, String content) {
        return "<" + operation + "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><" + operation
                + "Result>"
                + content + "</" + operation + "Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></"
                + operation + "Response>";
    }

    static void version(Map<String, String> parameters, String version) {
        if (!version.equals(parameters.get("Version"))) {
            throw new AwsRefusal(
                    400,
                    "InvalidAction",
                    "Could not find operation " + parameters.get("Action") + " for version "
                            + parameters.get("Version"));
        }
    }

    static String required(Map<String, String> parameters, String name) {
        if (parameters.getOrDefault(name, "").isEmpty()) {
            throw new AwsRefusal(
                    400,
                    "ValidationError",
                    "1 validation error detected: Value null at '" + name
                            + "' failed to satisfy constraint: Member must not be null");
        }
        return parameters.get(name);
    }

    /** @return the ARN behind a presigned GetCallerIdentity URL; empty when STS would refuse it */
    Optional<String> whoSigned(URI url, String clusterName) {
        Map<String, String> query = SignedRequest.parse(url.getRawQuery());
        List<String> scope = List.of(query.get("X-Amz-Credential").split("/"));
        String time = query.get("X-Amz-Date");
        Instant signed = Instant.parse(
                time.replaceFirst("(\\d{4})(\\d{2})(\\d{2})T(\\d{2})(\\d{2})(\\d{2})Z", "$1-$2-$3T$4:$5:$6Z"));
        String signature = query.get("X-Amz-Signature");
        String unsigned = Arrays.stream(url.getRawQuery().split("&"))
                .filter(pair -> !pair.startsWith("X-Amz-Signature="))
                .sorted()
                .collect(Collectors.joining("&"));
        String canonical = String.join(
                "\n",
                "GET",
                "/",
                unsigned,
                "host:" + url.getRawAuthority() + "\nx-k8s-aws-id:" + clusterName + "\n",
                query.get("X-Amz-SignedHeaders"),
                SignedRequest.hex(SignedRequest.sha256(new byte[0])));
        try {
            AwsAccounts.Holder holder =
                    accounts.living(scope.get(0), query.getOrDefault("X-Amz-Security-Token", ""), now);
            boolean right = SignedRequest.signature(
                            canonical, time, scope, holder.keys().secretAccessKey())
                    .equals(signature);
            boolean alive = Duration.between(signed, now).compareTo(TOKEN_LIFE) < 0;
            return right && alive ? Optional.of(holder.arn()) : Optional.empty();
        } catch (AwsRefusal e) {
            return Optional.empty();
        }
    }
}
