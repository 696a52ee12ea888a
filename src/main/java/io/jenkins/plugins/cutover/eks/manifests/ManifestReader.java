package io.jenkins.plugins.cutover.eks.manifests;

import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads YAML strictly: a duplicate key, or an object without a kind or a name, is refused with its file and line. */
final class ManifestReader {
    private static final Set<String> HELM_TESTS = Set.of("test", "test-success", "test-failure");

    private ManifestReader() {}

    static List<Map<String, Object>> read(Path fileOrFolder) {
        if (!Files.exists(fileOrFolder)) {
            throw new InvalidInputException("manifests: \"" + fileOrFolder + "\" does not exist");
        }
        List<Map<String, Object>> objects = new ArrayList<>();
        try {
            for (Path file : files(fileOrFolder)) {
                objects.addAll(parse(file.toString(), Files.readString(file)));
            }
        } catch (IOException e) {
            throw new InvalidInputException(
                    "manifests: \"" + fileOrFolder + "\" cannot be read as UTF-8 text: " + e.getMessage());
        }
        if (objects.isEmpty()) {
            throw new InvalidInputException("manifests: \"" + fileOrFolder + "\" contains no Kubernetes object");
        }
        return objects;
    }

    private static List<Path> files(Path fileOrFolder) throws IOException {
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(fileOrFolder);
        }
        try (Stream<Path> all = Files.list(fileOrFolder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName()
                            .toString()
                            .toLowerCase(Locale.ROOT)
                            .matches(".+\\.(yaml|yml|json)"))
                    .sorted()
                    .toList();
        }
    }

    static List<Map<String, Object>> parse(String name, String yaml) {
        List<Map<String, Object>> objects = new ArrayList<>();
        int document = 0;
        try {
            for (Object tree : new Load(settings(name)).loadAllFromString(yaml)) {
                document++;
                add(name + ", document " + document, tree, objects);
            }
        } catch (MarkedYamlEngineException e) {
            throw new InvalidInputException(name + position(e) + ": not YAML: " + oneLine(e.getProblem()));
        } catch (YamlEngineException e) {
            throw new InvalidInputException(name + ": not YAML: " + oneLine(e.getMessage()));
        }
        return objects;
    }

    private static LoadSettings settings(String name) {
        return LoadSettings.builder()
                .setLabel(name)
                .setSchema(new ManifestSchema())
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(50)
                .build();
    }

    private static void add(String where, Object tree, List<Map<String, Object>> objects) {
        if (tree == null) {
            return; // an empty document, or one with comments only: Helm renders both
        }
        if (!(tree instanceof Map<?, ?>)) {
            throw new InvalidInputException(where + ": not a Kubernetes object: \"" + oneLine(tree.toString()) + "\"");
        }
        if (Trees.at(tree, "items") instanceof List<?> items
                && Trees.text(tree, "kind").endsWith("List")) {
            items.forEach(item -> add(where, item, objects));
            return;
        }
        if (Trees.text(tree, "apiVersion").startsWith("kustomize.config.k8s.io/")) {
            throw new InvalidInputException(
                    where + ": a kustomization must be rendered first: kubectl kustomize FOLDER > manifests.yaml");
        }
        String missing = missingFields(tree);
        if (!missing.isEmpty()) {
            throw new InvalidInputException(where + ": not a Kubernetes object: it has no " + missing);
        }
        if (isHelmTest(tree)) {
            return;
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> object = (Map<String, Object>) tree;
        objects.add(object);
    }

    /** {@code helm template} also renders a chart's tests, which belong to {@code helm test} only. */
    private static boolean isHelmTest(Object tree) {
        List<String> hooks = Arrays.asList(Trees.text(tree, "metadata", "annotations", "helm.sh/hook")
                .trim()
                .split("\\s*,\\s*"));
        return !hooks.isEmpty() && HELM_TESTS.containsAll(hooks);
    }

    private static String missingFields(Object tree) {
        List<String> missing = new ArrayList<>();
        for (String[] path : new String[][] {{"apiVersion"}, {"kind"}, {"metadata", "name"}}) {
            if (Trees.text(tree, path).isEmpty()) {
                missing.add(String.join(".", path));
            }
        }
        return String.join(", ", missing);
    }

    private static String position(MarkedYamlEngineException e) {
        return e.getProblemMark()
                .map(mark -> " line " + (mark.getLine() + 1) + " column " + (mark.getColumn() + 1))
                .orElse("");
    }

    private static String oneLine(String text) {
        return Text.oneLine(text, 160);
    }
}
