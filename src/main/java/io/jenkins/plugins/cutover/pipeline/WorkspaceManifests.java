package io.jenkins.plugins.cutover.pipeline;

import hudson.FilePath;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Reads the Kubernetes manifests from a workspace, which may be on an agent. */
final class WorkspaceManifests {
    private WorkspaceManifests() {}

    /**
     * @param path a file, or a folder whose YAML and JSON files are read in the order of their names, without sub-folders;
     *     relative to the workspace
     * @return all documents as one multi-document YAML
     */
    static String read(FilePath workspace, String path) throws IOException, InterruptedException {
        if (workspace == null || !workspace.child(path).isDirectory()) {
            return ServiceConfig.read(workspace, path, "manifests");
        }
        StringBuilder all = new StringBuilder();
        for (FilePath file : files(workspace.child(path))) {
            all.append("---\n").append(ServiceConfig.read(workspace, path + "/" + file.getName(), "manifests"));
            all.append('\n');
        }
        if (all.isEmpty()) {
            throw new InvalidInputException("manifests: \"" + path + "\" contains no .yaml, .yml or .json file");
        }
        return all.toString();
    }

    private static List<FilePath> files(FilePath folder) throws IOException, InterruptedException {
        return Arrays.stream(folder.list("*.yaml,*.yml,*.json"))
                .sorted(Comparator.comparing(FilePath::getName))
                .toList();
    }
}
