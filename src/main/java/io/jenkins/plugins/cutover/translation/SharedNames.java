package io.jenkins.plugins.cutover.translation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.cutover.translation.Loss.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Inside DC/OS several apps can share one name (VIP). Two manifests with one name would overwrite each other, so only one
 * app gets the name, first the app whose own name it is; the others get a loss.
 */
final class SharedNames {
    private SharedNames() {}

    static List<Translation> apart(List<Translation> apps) {
        Map<String, Integer> owners = new HashMap<>();
        for (int i = 0; i < apps.size(); i++) {
            for (HasMetadata manifest : apps.get(i).manifests()) {
                if (manifest.getMetadata().getName().equals(apps.get(i).name())) {
                    owners.put(key(manifest), i);
                }
            }
        }
        List<Translation> apart = new ArrayList<>();
        for (int i = 0; i < apps.size(); i++) {
            for (HasMetadata manifest : apps.get(i).manifests()) {
                owners.putIfAbsent(key(manifest), i);
            }
            apart.add(without(apps, i, owners));
        }
        return apart;
    }

    private static Translation without(List<Translation> apps, int index, Map<String, Integer> owners) {
        Translation app = apps.get(index);
        List<HasMetadata> own = new ArrayList<>();
        List<Loss> losses = new ArrayList<>();
        for (HasMetadata manifest : app.manifests()) {
            int owner = owners.get(key(manifest));
            if (owner == index) {
                own.add(manifest);
            } else {
                String action = "left out: " + key(manifest) + " is that of "
                        + apps.get(owner).id() + "; write a Service for both by hand";
                losses.add(new Loss("id", app.id(), action, Severity.BLOCKER));
            }
        }
        losses.addAll(app.losses());
        return new Translation(app.id(), app.name(), own, losses, app.routes(), app.secret());
    }

    private static String key(HasMetadata manifest) {
        return manifest.getKind() + " " + manifest.getMetadata().getName();
    }
}
