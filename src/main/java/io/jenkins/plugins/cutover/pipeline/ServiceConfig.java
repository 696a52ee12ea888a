package io.jenkins.plugins.cutover.pipeline;

import hudson.FilePath;
import io.jenkins.plugins.cutover.controller.Environment;
import io.jenkins.plugins.cutover.controller.PhasedCutoverConfiguration;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.SpecDocument;
import io.jenkins.plugins.cutover.model.SpecReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds a service's settings. They come from the file or map that the step names, or else from the global
 * configuration. The step's own arguments override them; the service's environment supplies missing values for HAProxy,
 * Marathon and the cluster.
 */
final class ServiceConfig {
    private static final long MAX_FILE_BYTES = 1_000_000;

    private ServiceConfig() {}

    /**
     * @param config a map, YAML text, the path of a YAML file in the workspace, or null
     * @param overrides by dotted name ({@code eks.image}); override everything else
     * @param workspace null when the step does not run on an agent
     */
    static ServiceSpec resolve(String service, Object config, Map<String, Object> overrides, FilePath workspace)
            throws IOException, InterruptedException {
        SpecDocument document = document(service, config, workspace);
        Map<String, Object> tree = document.toMap();
        Object named = tree.putIfAbsent("service", service);
        if (named != null && !service.equals(String.valueOf(named))) {
            throw new InvalidInputException("service: \"" + service + "\" is requested, but " + document.origin()
                    + " is for \"" + named + "\"");
        }
        Environment.of(tree.get("environment")).ifPresent(e -> e.complete(tree));
        overrides.forEach((name, value) -> put(tree, name, value));
        return SpecReader.read(document.with(tree, overrides.keySet()));
    }

    private static SpecDocument document(String service, Object config, FilePath workspace)
            throws IOException, InterruptedException {
        if (config instanceof Map<?, ?> map) {
            return SpecDocument.of("config", map);
        }
        if (config == null) {
            return SpecDocument.yaml(
                    "global configuration", PhasedCutoverConfiguration.get().yamlOf(service));
        }
        return isPath(config)
                ? SpecDocument.yaml(config.toString(), read(workspace, config.toString(), "config"))
                : SpecDocument.yaml("config", config.toString());
    }

    static boolean isPath(Object config) {
        return config instanceof CharSequence text
                && text.toString().indexOf('\n') < 0
                && text.toString().matches(".*\\.ya?ml");
    }

    /** @param argument the name of the step's argument with the path, for messages */
    static String read(FilePath workspace, String path, String argument) throws IOException, InterruptedException {
        if (workspace == null) {
            throw new InvalidInputException(argument + ": \"" + path
                    + "\" is a path in the workspace, but the step does not run on an agent; wrap it in node { } or pass"
                    + " the settings themselves");
        }
        FilePath file = workspace.child(path);
        if (!file.exists() || file.isDirectory()) {
            throw new InvalidInputException(
                    argument + ": \"" + path + "\" is not a file in the workspace " + workspace.getRemote());
        }
        if (file.length() > MAX_FILE_BYTES) {
            throw new InvalidInputException(
                    argument + ": \"" + path + "\" has " + file.length() + " bytes; at most " + MAX_FILE_BYTES);
        }
        return file.readToString();
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> tree, String name, Object value) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            tree.put(name, value);
        } else {
            Object inner = tree.computeIfAbsent(name.substring(0, dot), k -> new LinkedHashMap<String, Object>());
            if (inner instanceof Map<?, ?>) {
                put((Map<String, Object>) inner, name.substring(dot + 1), value);
            }
        }
    }
}
