package io.jenkins.plugins.cutover.eks.access;

import io.fabric8.kubernetes.api.model.ExecConfig;
import io.fabric8.kubernetes.api.model.ExecEnvVar;
import io.jenkins.plugins.cutover.aws.AwsIdentity;
import io.jenkins.plugins.cutover.aws.EksCluster;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Recognises the commands that write tokens for EKS into kubeconfigs, {@code aws eks get-token} and
 * {@code aws-iam-authenticator token}, so that such a kubeconfig works without the program. An option or a variable
 * that would change who signs and is not supported is refused by name: the token never comes from another identity
 * than the command's.
 */
final class EksExec {
    private static final String CLUSTER = "cluster";
    private static final String REGION = "region";
    private static final String ROLE = "role";
    private static final String PROFILE = "profile";
    private static final String EXTERNAL_ID = "external id";
    private static final String SESSION = "session name";
    private static final String IGNORED = "";

    /** The session's name of {@code aws eks get-token --role-arn}. */
    private static final String SESSION_OF_AWS = "EKSGetTokenAuth";

    /** Options of {@code aws eks get-token} (awscli 1.45 and 2.9) with a value, by meaning. */
    private static final Map<String, String> AWS = Map.of(
            "--cluster-name", CLUSTER,
            "--cluster-id", CLUSTER,
            "--region", REGION,
            "--role-arn", ROLE,
            "--profile", PROFILE,
            "--output", IGNORED,
            "--color", IGNORED);

    /** Options of {@code aws-iam-authenticator token} (0.6) with a value. */
    private static final Map<String, String> AUTHENTICATOR = Map.of(
            "--cluster-id", CLUSTER,
            "-i", CLUSTER,
            "--region", REGION,
            "--role", ROLE,
            "-r", ROLE,
            "--external-id", EXTERNAL_ID,
            "-e", EXTERNAL_ID,
            "--session-name", SESSION,
            "-s", SESSION);

    private static final Set<String> FLAGS = Set.of("--no-cli-pager", "--no-cli-auto-prompt", "--cache");

    /** Variables that {@link AwsIdentity} honours. */
    private static final Set<String> HONOURED = Set.of(
            "AWS_PROFILE",
            "AWS_DEFAULT_PROFILE",
            "AWS_REGION",
            "AWS_DEFAULT_REGION",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_ROLE_ARN",
            "AWS_ROLE_SESSION_NAME",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AWS_CONFIG_FILE",
            "AWS_SHARED_CREDENTIALS_FILE",
            "AWS_EC2_METADATA_DISABLED",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT",
            "AWS_USE_FIPS_ENDPOINT",
            "AWS_USE_DUALSTACK_ENDPOINT");

    private static final Set<String> PROFILES = Set.of("AWS_PROFILE", "AWS_DEFAULT_PROFILE");

    /** Variables that change neither who signs nor for which endpoint. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "AWS_PAGER",
            "AWS_DEFAULT_OUTPUT",
            "AWS_CLI_AUTO_PROMPT",
            "AWS_RETRY_MODE",
            "AWS_MAX_ATTEMPTS",
            "AWS_SDK_LOAD_CONFIG",
            "AWS_EXECUTION_ENV");

    private final KubeconfigFile file;
    private final ExecConfig exec;
    private final Map<String, String> given = new TreeMap<>();

    private EksExec(KubeconfigFile file, ExecConfig exec) {
        this.file = file;
        this.exec = exec;
    }

    /**
     * @param secret AWS keys to use instead of what the command would find; empty for none
     * @return empty for another command
     * @throws io.jenkins.plugins.cutover.model.InvalidInputException naming an option or variable that is not supported
     */
    static Optional<EksCluster> cluster(KubeconfigFile file, ExecConfig exec, String secret, String secretName) {
        if (exec == null || exec.getCommand() == null || exec.getArgs() == null) {
            return Optional.empty();
        }
        String program = String.valueOf(Path.of(exec.getCommand()).getFileName());
        List<String> args = exec.getArgs();
        if (program.equals("aws") && args.contains("eks") && args.contains("get-token")) {
            return Optional.of(new EksExec(file, exec).read(AWS, Set.of("eks", "get-token"), secret, secretName));
        }
        if (program.equals("aws-iam-authenticator") && args.contains("token")) {
            return Optional.of(new EksExec(file, exec).read(AUTHENTICATOR, Set.of("token"), secret, secretName));
        }
        return Optional.empty();
    }

    private EksCluster read(Map<String, String> options, Set<String> commands, String secret, String secretName) {
        readArguments(options, commands);
        Map<String, String> environment = environment();
        String region = given.getOrDefault(
                REGION, environment.getOrDefault("AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", "")));
        if (!given.containsKey(CLUSTER)) {
            throw fault("names no cluster");
        }
        if (region.isEmpty()) {
            throw fault("names no region: add --region");
        }
        return new EksCluster(
                region,
                given.get(CLUSTER),
                new AwsIdentity(
                        secretName,
                        secret,
                        given.getOrDefault(PROFILE, ""),
                        given.getOrDefault(ROLE, ""),
                        given.getOrDefault(EXTERNAL_ID, ""),
                        given.getOrDefault(SESSION, options.equals(AWS) ? SESSION_OF_AWS : ""),
                        environment));
    }

    private void readArguments(Map<String, String> options, Set<String> commands) {
        Deque<String> rest =
                new ArrayDeque<>(exec.getArgs().stream().map(EksExec::text).toList());
        while (!rest.isEmpty()) {
            String argument = rest.pop();
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            String option = equals < 0 ? argument : argument.substring(0, equals);
            if (commands.contains(option) || FLAGS.contains(option)) {
                continue;
            }
            if (!options.containsKey(option)) {
                throw fault("has " + option + ", which is not supported");
            }
            if (equals < 0 && rest.isEmpty()) {
                throw fault("has " + option + " without a value");
            }
            given.put(options.get(option), equals < 0 ? rest.pop() : argument.substring(equals + 1));
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        for (ExecEnvVar variable : Optional.ofNullable(exec.getEnv()).orElse(List.of())) {
            String name = text(variable.getName());
            String value = text(variable.getValue());
            if (!supported(name, value)) {
                throw fault("sets " + name + ", which is not supported");
            }
            if (PROFILES.contains(name) && value.isBlank()) {
                throw fault("sets " + name + " to nothing, which aws refuses");
            }
            if (HONOURED.contains(name) || name.equals("HOME")) {
                environment.put(name, value);
            }
        }
        return environment;
    }

    private static boolean supported(String name, String value) {
        if (name.equals("AWS_STS_REGIONAL_ENDPOINTS")) {
            return value.equals("regional");
        }
        return !name.startsWith("AWS_") || HONOURED.contains(name) || WITHOUT_EFFECT.contains(name);
    }

    /** A kubeconfig may have a name without a value. */
    private static String text(String text) {
        return text == null ? "" : text;
    }

    private RuntimeException fault(String what) {
        return file.fault("its command " + exec.getCommand() + " " + what);
    }
}
