package io.jenkins.plugins.cutover.eks.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.aws.AwsCredentials;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Finds the keys of the machine that this runs on, in the order of the AWS SDKs: the environment, a web identity (IAM
 * roles for service accounts), the container's own (pod identity, ECS), the instance's (IMDSv2). Not the files of
 * {@code ~/.aws}: on a controller those belong to a person.
 */
final class AwsKeys {
    private static final ObjectMapper JSON = Json.mapper();
    private static final String WHAT = "the AWS keys of this machine";

    private final UnaryOperator<String> environment;
    private final AwsHttp http;
    private final URI instanceMetadata;

    AwsKeys(UnaryOperator<String> environment, AwsHttp http, URI instanceMetadata) {
        this.environment = environment;
        this.http = http;
        this.instanceMetadata = instanceMetadata;
    }

    AwsCredentials find(Sts sts) {
        if (!variable("AWS_ACCESS_KEY_ID").isEmpty()) {
            return new AwsCredentials(
                    variable("AWS_ACCESS_KEY_ID"),
                    variable("AWS_SECRET_ACCESS_KEY"),
                    variable("AWS_SESSION_TOKEN"),
                    Instant.MAX);
        }
        if (!variable("AWS_WEB_IDENTITY_TOKEN_FILE").isEmpty()) {
            return sts.assumeRoleWithWebIdentity(
                    variable("AWS_ROLE_ARN"), file(variable("AWS_WEB_IDENTITY_TOKEN_FILE")));
        }
        if (!variable("AWS_CONTAINER_CREDENTIALS_FULL_URI").isEmpty()) {
            return container(URI.create(variable("AWS_CONTAINER_CREDENTIALS_FULL_URI")));
        }
        if (!variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI").isEmpty()) {
            return container(URI.create("http://169.254.170.2" + variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")));
        }
        return instance();
    }

    private AwsCredentials container(URI uri) {
        Map<String, String> headers = new LinkedHashMap<>();
        String tokenFile = variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
        String token = tokenFile.isEmpty() ? variable("AWS_CONTAINER_AUTHORIZATION_TOKEN") : file(tokenFile);
        if (!token.isEmpty()) {
            headers.put("Authorization", token);
        }
        return credentials(http.get(WHAT, uri, headers));
    }

    private AwsCredentials instance() {
        URI base = instanceMetadata.resolve("/latest/");
        String session;
        try {
            session = http.put(WHAT, base.resolve("api/token"), Map.of("X-aws-ec2-metadata-token-ttl-seconds", "300"));
        } catch (CutoverException e) {
            throw new CutoverException(
                    "there are no AWS keys: eks.credential names none, and neither the environment nor the"
                            + " instance has any",
                    e);
        }
        Map<String, String> headers = Map.of("X-aws-ec2-metadata-token", session);
        URI roles = base.resolve("meta-data/iam/security-credentials/");
        String role = http.get(WHAT, roles, headers).lines().findFirst().orElse("");
        return credentials(http.get(WHAT, roles.resolve(role), headers));
    }

    private static AwsCredentials credentials(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return new AwsCredentials(
                    json.path("AccessKeyId").asText(),
                    json.path("SecretAccessKey").asText(),
                    json.path("Token").asText(),
                    Instant.parse(json.path("Expiration").asText()));
        } catch (JsonProcessingException e) {
            throw new CutoverException(WHAT + ": the answer is not JSON"); // its text would hold them
        }
    }

    private static String file(String path) {
        try {
            return Files.readString(Path.of(path)).trim();
        } catch (IOException e) {
            throw new CutoverException(WHAT + ": the token file \"" + path + "\" cannot be read", e);
        }
    }

    private String variable(String name) {
        String value = environment.apply(name);
        return value == null ? "" : value.trim();
    }
}
