package io.jenkins.plugins.cutover.aws;

import java.util.Map;

/**
 * On whose behalf AWS is called.
 *
 * @param credential the name of the secret, for messages; empty for none
 * @param secret AWS keys ({@link AwsKeys}); empty for what the environment, the profile or the machine has
 * @param profile named explicitly, as by {@code aws --profile}: keys in the environment are then ignored; empty for none
 * @param role ARN of the role to assume with that identity; empty for none
 * @param externalId sent along when the role is assumed; empty for none
 * @param sessionName of the assumed role; empty for {@code phased-cutover}
 * @param environment variables that outrank those of this process, as the {@code env} of a kubeconfig's exec entry
 */
public record AwsIdentity(
        String credential,
        String secret,
        String profile,
        String role,
        String externalId,
        String sessionName,
        Map<String, String> environment) {
    public AwsIdentity {
        environment = Map.copyOf(environment);
    }

    /** What this machine is, with no role assumed. */
    public static AwsIdentity ofMachine() {
        return of("", "", "");
    }

    public static AwsIdentity of(String credential, String secret, String role) {
        return new AwsIdentity(credential, secret, "", role, "", "", Map.of());
    }

    public AwsIdentity withExternalId(String id) {
        return new AwsIdentity(credential, secret, profile, role, id, sessionName, environment);
    }

    @Override
    public String toString() {
        return (secret.isEmpty()
                        ? profile.isEmpty() ? "this machine" : "profile " + profile
                        : "credential " + credential)
                + (role.isEmpty() ? "" : " as " + role);
    }
}
