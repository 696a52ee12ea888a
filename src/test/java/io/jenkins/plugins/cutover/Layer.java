package io.jenkins.plugins.cutover;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The layers of the main code, from the top down, and the only list of them. {@link ArchitectureTest} checks the code
 * against it, {@link ContributingTest} the table in CONTRIBUTING.md.
 */
enum Layer {
    PIPELINE("pipeline"),
    CONTROLLER("controller"),
    CLI("cli"),
    OPERATION("operation"),
    CLIENTS("traffic", "mesos", "eks", "metrics", "notify"),
    LOGIC("judge", "evidence", "translation", "capacity"),
    JOURNAL("journal"),
    AWS("aws"),
    HTTP("http"),
    MODEL("model");

    static final String ROOT = "io.jenkins.plugins.cutover.";

    final List<String> packages;

    Layer(String... packages) {
        this.packages = List.of(packages);
    }

    /** The layers that may depend on this one. */
    Set<Layer> users() {
        EnumSet<Layer> entries = EnumSet.of(PIPELINE, CONTROLLER, CLI);
        return switch (this) {
            case PIPELINE, CLI -> Set.of();
            case CONTROLLER -> Set.of(PIPELINE);
            case OPERATION -> entries;
            case CLIENTS -> Set.of(OPERATION);
            case LOGIC, JOURNAL -> with(entries, OPERATION);
            case AWS -> with(entries, OPERATION, CLIENTS, JOURNAL);
            case HTTP -> EnumSet.of(OPERATION, CLIENTS, AWS);
            case MODEL -> EnumSet.complementOf(EnumSet.of(MODEL));
        };
    }

    String[] patterns() {
        return packages.stream().map(name -> ROOT + name + "..").toArray(String[]::new);
    }

    static String[] patternsOf(Layer... layers) {
        return Arrays.stream(layers)
                .flatMap(layer -> Stream.of(layer.patterns()))
                .toArray(String[]::new);
    }

    private static Set<Layer> with(Set<Layer> some, Layer... more) {
        EnumSet<Layer> all = EnumSet.copyOf(some);
        all.addAll(List.of(more));
        return all;
    }
}
