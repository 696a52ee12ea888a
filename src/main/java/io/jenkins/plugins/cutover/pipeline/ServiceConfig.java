package io.jenkins.plugins.cutover.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import hudson.FilePath;
import io.jenkins.plugins.cutover.controller.PhasedCutoverConfiguration;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.SpecReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds a service's settings: what the step says outranks the file or map it names, and without those the global
 * configuration knows the service.
 */
final class ServiceConfig {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final long LONGEST_FILE = 1_000_000;

    private ServiceConfig() {}

    /**
     * @param config a map, YAML text, the path of a YAML file in the workspace, or null
     * @param overrides by dotted name ({@code eks.image}), put in last
     * @param workspace null when the step runs on no agent
     */
    static ServiceSpec resolve(String service, Object config, Map<String, Object> overrides, FilePath workspace)
            throws IOException, InterruptedException {
        String origin = origin(config);
        Map<String, Object> tree = tree(service, config, origin, workspace);
        Object named = tree.putIfAbsent("service", service);
        if (named != null && !service.equals(String.valueOf(named))) {
            throw new InvalidInputException(
                    "service: \"" + service + "\" is asked for, but " + origin + " is about \"" + named + "\"");
        }
        overrides.forEach((name, value) -> put(tree, name, value));
        return SpecReader.map(origin, tree);
    }

    private static String origin(Object config) {
        if (isPath(config)) {
            return config.toString();
        }
        return config == null ? "global configuration" : "config";
    }

    static boolean isPath(Object config) {
        return config instanceof CharSequence text
                && text.toString().indexOf('\n') < 0
                && text.toString().matches(".*\\.ya?ml");
    }

    private static Map<String, Object> tree(String service, Object config, String origin, FilePath workspace)
            throws IOException, InterruptedException {
        if (config instanceof Map<?, ?> map) {
            return copy(map);
        }
        if (config == null) {
            return parsed(origin, PhasedCutoverConfiguration.get().yamlOf(service));
        }
        return parsed(origin, isPath(config) ? read(workspace, config.toString(), "config") : config.toString());
    }

    private static Map<String, Object> parsed(String origin, String text) {
        try {
            Map<String, Object> tree = YAML.readValue(text, new TypeReference<LinkedHashMap<String, Object>>() {});
            return tree == null ? new LinkedHashMap<>() : tree;
        } catch (JsonProcessingException e) {
            SpecReader.yaml(origin, text); // tells the fault better
            throw new InvalidInputException(origin + ": not a YAML mapping");
        }
    }

    /** @param argument the step's argument that names the file, for messages */
    static String read(FilePath workspace, String path, String argument) throws IOException, InterruptedException {
        if (workspace == null) {
            throw new InvalidInputException(argument + ": \"" + path
                    + "\" is a path in the workspace, but the step runs on no agent; put it into node { } or give the"
                    + " settings themselves");
        }
        FilePath file = workspace.child(path);
        if (!file.exists() || file.isDirectory()) {
            throw new InvalidInputException(
                    argument + ": \"" + path + "\" is no file in the workspace " + workspace.getRemote());
        }
        if (file.length() > LONGEST_FILE) {
            throw new InvalidInputException(
                    argument + ": \"" + path + "\" has " + file.length() + " bytes; at most " + LONGEST_FILE);
        }
        return file.readToString();
    }

    private static Map<String, Object> copy(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) ->
                copy.put(String.valueOf(key), value instanceof Map<?, ?> inner ? copy(inner) : plain(value)));
        return copy;
    }

    /** A Groovy text with values in it is a text. */
    private static Object plain(Object value) {
        return value instanceof CharSequence ? value.toString() : value;
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
