package io.jenkins.plugins.cutover.eks.access;

import io.fabric8.kubernetes.api.model.ExecConfig;
import io.jenkins.plugins.cutover.eks.aws.EksAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Understands the command that {@code aws eks update-kubeconfig} writes ({@code aws eks get-token}) and that of
 * aws-iam-authenticator, so that such a kubeconfig works without the program.
 */
final class EksExec {
    private EksExec() {}

    /** @return what the command would ask for; empty when it is another one */
    static Optional<EksAccess.Request> request(ExecConfig exec, String secret, String secretName) {
        if (exec == null || exec.getCommand() == null || exec.getArgs() == null) {
            return Optional.empty();
        }
        String program = String.valueOf(Path.of(exec.getCommand()).getFileName());
        List<String> args = exec.getArgs();
        boolean cli = program.equals("aws") && args.contains("get-token");
        boolean authenticator = program.equals("aws-iam-authenticator") && args.contains("token");
        String cluster = value(args, "--cluster-name", "--cluster-id", "-i");
        String region = region(exec);
        if (!cli && !authenticator || cluster.isEmpty() || region.isEmpty()) {
            return Optional.empty();
        }
        String role = value(args, "--role-arn", "--role", "-r");
        return Optional.of(new EksAccess.Request(region, cluster, role, secret, secretName));
    }

    private static String region(ExecConfig exec) {
        String region = value(exec.getArgs(), "--region");
        if (!region.isEmpty() || exec.getEnv() == null) {
            return region;
        }
        return exec.getEnv().stream()
                .filter(variable -> variable.getName().matches("AWS_(DEFAULT_)?REGION"))
                .map(variable -> variable.getValue())
                .findFirst()
                .orElse("");
    }

    private static String value(List<String> args, String... names) {
        for (int i = 0; i + 1 < args.size(); i++) {
            if (List.of(names).contains(args.get(i))) {
                return args.get(i + 1);
            }
        }
        return "";
    }
}
