package io.jenkins.plugins.cutover.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.MarathonSpec;
import io.jenkins.plugins.cutover.operation.deploy.LiveApps;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Reads Marathon apps from a file, standard input or a live Marathon. */
final class AppsSource {
    /** Refuses duplicate keys: one of the values would be lost silently. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Option(
            names = "--auth",
            paramLabel = "KIND",
            description = "Authentication at a live Marathon: none, basic, dcos or dcos_token. Default: basic with"
                    + " --credential, else none")
    private MarathonSpec.Auth auth;

    @Option(
            names = "--credential",
            paramLabel = "NAME",
            defaultValue = "",
            description =
                    "The secret for --auth. The value of marathon-prod is in the variable CUTOVER_SECRET_MARATHON_PROD")
    private String credential;

    /**
     * @param place the path of a file, {@code -} for standard input, or {@code http(s)://HOST/...} for all apps of a
     *     Marathon; {@code http(s)://HOST/v2/apps/ID} for one app
     * @throws InvalidInputException does not quote the content, which may contain secrets
     */
    JsonNode read(String place) {
        if (place.matches("https?://.*")) {
            boolean open = auth == null && credential.isEmpty();
            MarathonSpec.Auth kind = open ? MarathonSpec.Auth.NONE : auth == null ? MarathonSpec.Auth.BASIC : auth;
            return LiveApps.read(address(place), kind, credential, JournalOptions.environmentSecrets());
        }
        try {
            byte[] bytes = place.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(place));
            JsonNode node = JSON.readTree(bytes);
            if (node == null || node.isMissingNode()) {
                throw new InvalidInputException("is empty");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new InvalidInputException("is not JSON: " + e.getOriginalMessage() + " (line "
                    + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + ")");
        } catch (NoSuchFileException e) {
            throw new InvalidInputException("no such file");
        } catch (IOException e) {
            throw new InvalidInputException("cannot be read: " + e.getMessage());
        }
    }

    private static URI address(String place) {
        try {
            URI uri = URI.create(place.replaceAll("/+$", ""));
            if (uri.getHost() == null || uri.getUserInfo() != null) {
                throw new InvalidInputException("is not an http or https URL without user information");
            }
            return uri;
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("is not an http or https URL");
        }
    }
}
