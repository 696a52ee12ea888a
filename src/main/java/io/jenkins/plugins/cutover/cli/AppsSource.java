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

/** Marathon apps from a file, from standard input, or from a live Marathon by its address. */
final class AppsSource {
    /** A key that stands twice is refused: one of its values would be lost in silence. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Option(
            names = "--auth",
            paramLabel = "KIND",
            description = "How a live Marathon knows who asks: none, basic, dcos or dcos_token. Default: basic when"
                    + " there is a --credential, else none")
    private MarathonSpec.Auth auth;

    @Option(
            names = "--credential",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The secret for it: marathon-prod is the variable CUTOVER_SECRET_MARATHON_PROD")
    private String credential;

    /**
     * @param place a file's path, {@code -} for standard input, or {@code http(s)://HOST/...} for every app of a Marathon;
     *     with {@code /v2/apps/ID} at its end for one app
     * @throws InvalidInputException without quoting what was read: it may hold anything
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
            throw new InvalidInputException("there is no such file");
        } catch (IOException e) {
            throw new InvalidInputException("cannot be read: " + e.getMessage());
        }
    }

    private static URI address(String place) {
        try {
            URI uri = URI.create(place.replaceAll("/+$", ""));
            if (uri.getHost() == null || uri.getUserInfo() != null) {
                throw new InvalidInputException("is not an http or https address without a password in it");
            }
            return uri;
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("is not an http or https address");
        }
    }
}
