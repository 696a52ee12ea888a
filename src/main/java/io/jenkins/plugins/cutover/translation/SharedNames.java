package io.jenkins.plugins.cutover.translation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.cutover.translation.Loss.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Inside DC/OS several apps can stand behind one name (VIP). Two manifests of one name would overwrite each other, so
 * only the first app gets it, an app's own name before all, and the others are told.
 */
final class SharedNames {
    private SharedNames() {}

    static List<Translation> apart(List<Translation> apps) {
        Map<String, Translation> owners = new HashMap<>();
        for (Translation app : apps) {
            app.manifests().stream()
                    .filter(m -> m.getMetadata().getName().equals(app.name()))
                    .forEach(m -> owners.put(key(m), app));
        }
        List<Translation> apart = new ArrayList<>();
        for (Translation app : apps) {
            app.manifests().forEach(m -> owners.putIfAbsent(key(m), app));
            apart.add(without(app, owners));
        }
        return apart;
    }

    private static Translation without(Translation app, Map<String, Translation> owners) {
        List<HasMetadata> own = new ArrayList<>();
        List<Loss> losses = new ArrayList<>();
        for (HasMetadata manifest : app.manifests()) {
            Translation owner = owners.get(key(manifest));
            if (owner == app) {
                own.add(manifest);
            } else {
                losses.add(new Loss(
                        "id",
                        app.id(),
                        "left out: " + key(manifest) + " is that of " + owner.id()
                                + "; one that leads to both must be written by hand",
                        Severity.BLOCKER));
            }
        }
        losses.addAll(app.losses());
        return losses.size() == app.losses().size()
                ? app
                : new Translation(app.id(), app.name(), own, losses, app.routes(), app.secret());
    }

    private static String key(HasMetadata manifest) {
        return manifest.getKind() + " " + manifest.getMetadata().getName();
    }
}
