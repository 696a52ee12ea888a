package io.jenkins.plugins.cutover.aws;

import io.jenkins.plugins.cutover.model.CutoverException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/**
 * Finds the provider of an identity's keys in the order of botocore's {@code create_credential_resolver}: environment
 * (not with an explicit profile), the profile's role, web identity, the profile's keys, container, instance. The SDK's own
 * default chain reads the environment of the process only, so that the {@code env} of a kubeconfig's exec entry would
 * sign as somebody else than {@code aws} does.
 */
final class CredentialChain {
    static final String SESSION_NAME = "phased-cutover";

    /** An instance's keys that end sooner are renewed first. A container's are renewed 15 minutes before their end. */
    private static final Duration KEYS_LEFT = Duration.ofMinutes(5);

    private final AwsIdentity identity;
    private final Variables variables;
    private final Function<AwsCredentialsProvider, StsClient> sts;
    private final Optional<String> metadataEndpoint;

    /** @param sts makes a client of STS that signs with the given keys */
    CredentialChain(
            AwsIdentity identity,
            Variables variables,
            Function<AwsCredentialsProvider, StsClient> sts,
            Optional<String> metadataEndpoint) {
        this.identity = identity;
        this.variables = variables;
        this.sts = sts;
        this.metadataEndpoint = metadataEndpoint;
    }

    /**
     * @throws io.jenkins.plugins.cutover.model.InvalidInputException when the identity's secret is not AWS keys
     * @throws CutoverException naming what of this machine cannot be used; it may change while a cutover is under way
     */
    AwsCredentialsProvider provider() {
        AwsCredentialsProvider own =
                identity.secret().isEmpty() ? found() : of(AwsKeys.parse(identity.credential(), identity.secret()));
        return identity.role().isEmpty()
                ? own
                : assume(own, identity.role(), identity.externalId(), identity.sessionName());
    }

    private AwsCredentialsProvider found() {
        boolean explicit = !identity.profile().isEmpty();
        AwsProfiles profiles = new AwsProfiles(variables);
        if (!explicit && !variables.get("AWS_ACCESS_KEY_ID").isEmpty()) {
            profiles.requireThoseOfTheCommand();
            return environmentKeys();
        }
        Optional<Profile> profile = profiles.find(identity.profile());
        return profile.filter(CredentialChain::assumesRole)
                .map(p -> role(profiles, p, new ArrayList<>()))
                .or(() -> webIdentity(explicit ? Optional.empty() : Optional.of(variables), profile))
                .or(() -> profile.flatMap(CredentialChain::keys))
                .orElseGet(this::machine);
    }

    private static boolean assumesRole(Profile profile) {
        return profile.property("role_arn").isPresent()
                && profile.property("web_identity_token_file").isEmpty();
    }

    private AwsCredentialsProvider environmentKeys() {
        if (variables.get("AWS_SECRET_ACCESS_KEY").isEmpty()) {
            throw new CutoverException("AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not");
        }
        return of(new AwsKeys(
                variables.get("AWS_ACCESS_KEY_ID"),
                variables.get("AWS_SECRET_ACCESS_KEY"),
                variables.get("AWS_SESSION_TOKEN")));
    }

    private AwsCredentialsProvider role(AwsProfiles profiles, Profile profile, List<String> visited) {
        String arn = profile.property("role_arn").orElseThrow();
        if (visited.contains(profile.name())) {
            throw new CutoverException("AWS profile \"" + profile.name() + "\" assumes its role through itself");
        }
        visited.add(profile.name());
        AwsCredentialsProvider source = profile.property("source_profile")
                .map(name -> source(profiles, profile, name, visited))
                .or(() -> profile.property("credential_source").map(name -> source(profile, name)))
                .orElseThrow(() -> new CutoverException("AWS profile \"" + profile.name()
                        + "\" has role_arn and neither source_profile, credential_source nor web_identity_token_file"));
        return assume(
                source,
                arn,
                profile.property("external_id").orElse(""),
                profile.property("role_session_name").orElse(""));
    }

    /** As botocore: a source with keys signs with them, even if it has a role too. */
    private AwsCredentialsProvider source(AwsProfiles profiles, Profile profile, String name, List<String> visited) {
        Profile source = profiles.source(profile, name);
        return keys(source)
                .or(() -> webIdentity(Optional.empty(), Optional.of(source)))
                .or(() ->
                        Optional.of(source).filter(CredentialChain::assumesRole).map(p -> role(profiles, p, visited)))
                .orElseThrow(() -> new CutoverException("AWS profile \"" + name + "\" has no keys and no role"));
    }

    private AwsCredentialsProvider source(Profile profile, String name) {
        return switch (name) {
            case "Environment" -> environmentKeys();
            case "Ec2InstanceMetadata" -> instance();
            case "EcsContainer" -> container();
            default ->
                throw new CutoverException("AWS profile \"" + profile.name() + "\": credential_source \"" + name
                        + "\" is none of Environment, Ec2InstanceMetadata, EcsContainer");
        };
    }

    private static Optional<AwsCredentialsProvider> keys(Profile profile) {
        return profile.property("aws_access_key_id")
                .map(id -> of(new AwsKeys(
                        id,
                        profile.property("aws_secret_access_key").orElse(""),
                        profile.property("aws_session_token").orElse(""))));
    }

    private AwsCredentialsProvider machine() {
        boolean container =
                !variables.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI").isEmpty()
                        || !variables.get("AWS_CONTAINER_CREDENTIALS_FULL_URI").isEmpty();
        return container ? container() : instance();
    }

    private static AwsCredentialsProvider container() {
        return ContainerCredentialsProvider.builder().build();
    }

    private AwsCredentialsProvider instance() {
        if (variables.isTrue("AWS_EC2_METADATA_DISABLED")) {
            throw new CutoverException("no AWS keys: the settings name no credential, the environment and the profiles"
                    + " have none, and AWS_EC2_METADATA_DISABLED is true");
        }
        InstanceProfileCredentialsProvider.Builder builder =
                InstanceProfileCredentialsProvider.builder().staleTime(KEYS_LEFT);
        metadataEndpoint.ifPresent(builder::endpoint);
        return builder.build();
    }

    private AwsCredentialsProvider assume(
            AwsCredentialsProvider source, String role, String externalId, String session) {
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts.apply(source))
                .refreshRequest(request -> request.roleArn(role)
                        .externalId(externalId.isEmpty() ? null : externalId)
                        .roleSessionName(session.isEmpty() ? SESSION_NAME : session))
                .build();
    }

    /** As botocore: each of the three values from the environment, else from the profile. Empty without a token file. */
    private Optional<AwsCredentialsProvider> webIdentity(Optional<Variables> environment, Optional<Profile> profile) {
        BiFunction<String, String, String> value = (variable, property) -> environment
                .map(e -> e.get(variable))
                .filter(text -> !text.isEmpty())
                .or(() -> profile.flatMap(p -> p.property(property)))
                .orElse("");
        String tokenFile = value.apply("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file");
        if (tokenFile.isEmpty()) {
            return Optional.empty();
        }
        String role = value.apply("AWS_ROLE_ARN", "role_arn");
        if (role.isEmpty()) {
            throw new CutoverException("AWS_WEB_IDENTITY_TOKEN_FILE is set and AWS_ROLE_ARN is not");
        }
        String session = value.apply("AWS_ROLE_SESSION_NAME", "role_session_name");
        return Optional.of(StsWebIdentityTokenFileCredentialsProvider.builder()
                .stsClient(sts.apply(AnonymousCredentialsProvider.create()))
                .roleArn(role)
                .roleSessionName(session.isEmpty() ? SESSION_NAME : session)
                .webIdentityTokenFile(Path.of(tokenFile))
                .build());
    }

    private static AwsCredentialsProvider of(AwsKeys keys) {
        AwsCredentials credentials = keys.sessionToken().isEmpty()
                ? AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())
                : AwsSessionCredentials.create(keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
        return StaticCredentialsProvider.create(credentials);
    }
}
