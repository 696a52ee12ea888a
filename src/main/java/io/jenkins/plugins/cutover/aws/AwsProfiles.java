package io.jenkins.plugins.cutover.aws;

import io.jenkins.plugins.cutover.model.CutoverException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * The profiles of {@code ~/.aws/config} and {@code ~/.aws/credentials}, or of the files that {@code AWS_CONFIG_FILE} and
 * {@code AWS_SHARED_CREDENTIALS_FILE} name. What would make {@code aws} sign as somebody that this code cannot be
 * (a program, single sign-on, a second factor), or with an endpoint of its own, is refused by name, never skipped.
 */
final class AwsProfiles {
    private static final List<String> REFUSED = List.of(
            "credential_process",
            "sso_session",
            "sso_start_url",
            "login_session",
            "mfa_serial",
            "endpoint_url",
            "services");

    /** botocore's order. */
    private static final List<String> NAMES = List.of("AWS_DEFAULT_PROFILE", "AWS_PROFILE");

    private final Variables variables;
    private final ProfileFile files;

    AwsProfiles(Variables variables) {
        this.variables = variables;
        this.files = files();
    }

    /** @return empty if there is no such profile and nothing named it */
    Optional<Profile> find(String explicit) {
        Optional<Profile> profile = named(explicit);
        profile.ifPresent(AwsProfiles::refuse);
        return profile;
    }

    /** {@code aws} ends if the command's own environment names a profile that is not there, even if it also has keys. */
    void requireThoseOfTheCommand() {
        if (NAMES.stream().anyMatch(variables.identity()::containsKey)) {
            named("");
        }
    }

    /** @return whether the profile in use says so; false where there is none */
    boolean isTrue(String explicit, String property) {
        return files.profile(name(explicit).orElse("default"))
                .flatMap(profile -> profile.booleanProperty(property))
                .orElse(false);
    }

    private Optional<Profile> named(String explicit) {
        Optional<String> name = name(explicit);
        Optional<Profile> profile = files.profile(name.orElse("default"));
        if (profile.isEmpty() && name.isPresent()) {
            throw new CutoverException("AWS profile \"" + name.get() + "\" is in none of "
                    + path("AWS_CONFIG_FILE", "config") + " and " + path("AWS_SHARED_CREDENTIALS_FILE", "credentials"));
        }
        return profile;
    }

    private Optional<String> name(String explicit) {
        return Stream.concat(Stream.of(explicit), NAMES.stream().map(variables::get))
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    /** @throws CutoverException naming the profile when it is not there */
    Profile source(Profile profile, String name) {
        Profile source = files.profile(name)
                .orElseThrow(() -> new CutoverException(
                        "AWS profile \"" + profile.name() + "\": its source_profile \"" + name + "\" is not there"));
        refuse(source);
        return source;
    }

    private static void refuse(Profile profile) {
        for (String property : REFUSED) {
            if (profile.property(property).isPresent()) {
                throw new CutoverException("AWS profile \"" + profile.name() + "\" has " + property
                        + ", which is not used here; name a credential with AWS keys instead");
            }
        }
    }

    private ProfileFile files() {
        ProfileFile.Aggregator all = ProfileFile.aggregator();
        add(all, path("AWS_SHARED_CREDENTIALS_FILE", "credentials"), ProfileFile.Type.CREDENTIALS);
        add(all, path("AWS_CONFIG_FILE", "config"), ProfileFile.Type.CONFIGURATION);
        return all.build();
    }

    private static void add(ProfileFile.Aggregator all, Path path, ProfileFile.Type type) {
        if (Files.isRegularFile(path)) {
            all.addFile(AwsErrors.translating(
                    "the AWS profiles in \"" + path + "\"",
                    () -> ProfileFile.builder().content(path).type(type).build()));
        }
    }

    private Path path(String variable, String file) {
        String named = variables.get(variable);
        String home = variables.get("HOME").isEmpty() ? System.getProperty("user.home") : variables.get("HOME");
        return named.isEmpty()
                ? Path.of(home, ".aws", file)
                : Path.of(named.startsWith("~/") ? home + named.substring(1) : named);
    }
}
