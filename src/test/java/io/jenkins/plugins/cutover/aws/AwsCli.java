package io.jenkins.plugins.cutover.aws;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real {@code aws} where it is installed, with nothing in its environment but what a test gives. */
public final class AwsCli {
    /** What one run printed. */
    public record Result(int exit, String out, String err) {}

    private AwsCli() {}

    /** @return why it cannot be used; empty when it can */
    public static String missing() {
        try {
            Result version = run(Map.of(), List.of("--version"));
            return version.exit() == 0 ? "" : "aws --version failed: " + version.err();
        } catch (IOException e) {
            return "there is no aws on this machine";
        }
    }

    public static Result run(Map<String, String> environment, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("aws"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        String path = builder.environment().get("PATH");
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("AWS_") || name.toLowerCase().endsWith("_proxy"));
        builder.environment().put("PATH", path);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes());
            String err = new String(process.getErrorStream().readAllBytes());
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IOException("aws does not end");
            }
            return new Result(process.exitValue(), out, err);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            process.destroyForcibly();
        }
    }
}
