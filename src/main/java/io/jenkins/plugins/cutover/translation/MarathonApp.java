package io.jenkins.plugins.cutover.translation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The resources and dependencies of an app.
 *
 * @param id absolute
 * @param cpus of each instance
 * @param memoryMib of each instance
 * @param dependencies absolute ids of apps and groups, including the dependencies of its groups
 */
public record MarathonApp(String id, int instances, double cpus, double memoryMib, List<String> dependencies) {
    /** Marathon's defaults. */
    private static final double CPUS = 1;

    private static final double MEMORY_MIB = 128;

    /** Every app of a document in any of its forms. */
    public static List<MarathonApp> all(JsonNode document) {
        return new AppDocument(document).apps().stream().map(MarathonApp::of).toList();
    }

    private static MarathonApp of(AppSource source) {
        JsonNode app = source.app();
        List<String> dependencies = new ArrayList<>(source.groupDependencies());
        app.path("dependencies").forEach(d -> dependencies.add(AppDocument.absolute(source.id(), d.asText())));
        return new MarathonApp(
                source.id(),
                app.path("instances").asInt(1),
                app.path("cpus").asDouble(CPUS),
                app.path("mem").asDouble(MEMORY_MIB),
                List.copyOf(dependencies));
    }
}
