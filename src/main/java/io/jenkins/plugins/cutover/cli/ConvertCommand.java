package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.translation.Translation;
import io.jenkins.plugins.cutover.translation.TranslationSettings;
import io.jenkins.plugins.cutover.translation.Translator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Translates Marathon apps into Kubernetes manifests and reports what cannot be translated. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        description =
                "Translates Marathon apps into Kubernetes manifests, and reports everything without a safe equivalent.",
        footer = {
            "",
            "Manifests go to standard output or --out; losses go to standard error.",
            "Neither contains values that look like secrets.",
            "Exit status: 0 all converted, 2 an input was not valid (the others are still converted)."
        })
public final class ConvertCommand implements Callable<Integer> {
    @Mixin
    private AppsSource source;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "An app, a group or a list of apps in Marathon's JSON format; - is standard input;"
                    + " http://MARATHON is all apps of a live Marathon, http://MARATHON/v2/apps/ID is one")
    private List<String> files;

    @Option(names = "--namespace", paramLabel = "N", defaultValue = "", description = "Namespace of the manifests")
    private String namespace;

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            defaultValue = "",
            description = "Image to use instead of the app's own")
    private String image;

    @Option(
            names = "--max-replicas",
            paramLabel = "N",
            defaultValue = "0",
            description = "Adds an autoscaler with this maximum number of pods")
    private int maxReplicas;

    @Option(
            names = "--no-cpu-limits",
            description = "Sets CPU requests only, for a Mesos that did not enforce CFS quotas")
    private boolean noCpuLimits;

    @Option(names = "--out", paramLabel = "DIR", description = "Writes DIR/NAME.yaml for each app")
    private Path out;

    @Option(names = "--json", description = "One JSON document: apps[{id,name,manifests[],losses[]}]")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        TranslationSettings settings = TranslationSettings.in(namespace)
                .withImage(image)
                .withMaxReplicas(maxReplicas)
                .withCpuLimits(!noCpuLimits);
        boolean invalid = false;
        try (ConvertOutput output = new ConvertOutput(
                spec.commandLine().getOut(), spec.commandLine().getErr(), out, json)) {
            for (String file : files) {
                try {
                    for (Translation app : Translator.translateAll(source.read(file), settings)) {
                        output.add(app);
                    }
                } catch (CutoverException e) {
                    spec.commandLine().getErr().println("cutover: " + file + ": " + e.getMessage());
                    invalid = true;
                }
            }
        }
        return invalid ? Main.WRONG_INPUT : 0;
    }
}
