package io.jenkins.plugins.cutover.sandbox.controller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The real Jenkins in the local Maven repository, for machines that have it, because Maven Central does not. */
public final class JenkinsArtifacts {
    private static final String WAR = "org.jenkins-ci.main:jenkins-war:2.541.3";
    private static final Path BASE = Path.of(System.getProperty("cutover.basedir", "."));
    private static final Path REPOSITORY = Path.of(System.getProperty(
            "maven.repo.local",
            Path.of(System.getProperty("user.home"), ".m2", "repository").toString()));

    private JenkinsArtifacts() {}

    /** @return the missing artifacts; empty when a controller can be started */
    public static Optional<String> missing() throws IOException {
        if (!Files.exists(war())) {
            return Optional.of(WAR);
        }
        return coordinates().stream().filter(c -> !Files.exists(file(c, "hpi"))).findFirst();
    }

    static Path war() {
        return file(WAR, "war");
    }

    /** Copies the plugins to a controller's folder, under the names that it requires. */
    static void copyPlugins(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String coordinate : coordinates()) {
            Files.copy(file(coordinate, "hpi"), folder.resolve(coordinate.split(":")[1] + ".jpi"));
        }
    }

    private static List<String> coordinates() throws IOException {
        try (var lines = Files.lines(BASE.resolve("src/test/resources/jenkins/plugins.txt"))) {
            return lines.filter(l -> !l.startsWith("#")).toList();
        }
    }

    private static Path file(String coordinate, String type) {
        String[] part = coordinate.split(":");
        return REPOSITORY
                .resolve(part[0].replace('.', '/'))
                .resolve(part[1])
                .resolve(part[2])
                .resolve(part[1] + "-" + part[2] + "." + type);
    }
}
