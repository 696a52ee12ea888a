package io.jenkins.plugins.cutover.eks.access;

import io.fabric8.kubernetes.api.model.ExecConfig;
import io.jenkins.plugins.cutover.eks.aws.EksAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Recognises the token command that {@code aws eks update-kubeconfig} writes ({@code aws eks get-token}) and that of
 * aws-iam-authenticator, so that such a kubeconfig works without running a program.
 */
final class EksExec {
    private EksExec() {}

    /** @return the token that the command would request; empty for another command */
    static Optional<EksAccess.Request> request(ExecConfig exec, String secret, String secretName) {
        if (exec == null || exec.getCommand() == null || exec.getArgs() == null) {
            return Optional.empty();
        }
        String program = String.valueOf(Path.of(exec.getCommand()).getFileName());
        List<String> args = exec.getArgs();
        boolean cli = program.equals("aws") && args.contains("get-token");
        boolean authenticator = program.equals("aws-iam-authenticator") && args.contains("token");
        String cluster = option(args, "--cluster-name", "--cluster-id", "-i");
        String region = region(exec);
        if (!cli && !authenticator || cluster.isEmpty() || region.isEmpty()) {
            return Optional.empty();
        }
        String role = option(args, "--role-arn", "--role", "-r");
        return Optional.of(new EksAccess.Request(region, cluster, role, secret, secretName));
    }

    private static String region(ExecConfig exec) {
        String region = option(exec.getArgs(), "--region");
        if (!region.isEmpty() || exec.getEnv() == null) {
            return region;
        }
        return exec.getEnv().stream()
                .filter(variable -> variable.getName().matches("AWS_(DEFAULT_)?REGION"))
                .map(variable -> variable.getValue())
                .findFirst()
                .orElse("");
    }

    private static String option(List<String> args, String... names) {
        for (int i = 0; i + 1 < args.size(); i++) {
            if (List.of(names).contains(args.get(i))) {
                return args.get(i + 1);
            }
        }
        return "";
    }
}
