package io.jenkins.plugins.cutover.translation;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Translates Marathon apps into Kubernetes manifests. */
public final class Translator {
    private Translator() {}

    /**
     * Translates one app, in the form that was posted or that Marathon answers.
     *
     * @throws InvalidInputException with all faults and their paths, when Marathon itself would refuse it
     */
    public static Translation translate(JsonNode app, TranslationSettings settings) {
        List<Translation> all = translateAll(app, settings);
        if (all.size() != 1) {
            throw new InvalidInputException("one app is needed, the document has " + all.size());
        }
        return all.get(0);
    }

    /**
     * Translates every app of a document: an app, a group of groups, a list, or a Marathon answer.
     *
     * @throws InvalidInputException with all faults and their paths, when Marathon itself would refuse it
     */
    public static List<Translation> translateAll(JsonNode document, TranslationSettings settings) {
        AppDocument apps = new AppDocument(document);
        List<String> faults = new ArrayList<>();
        apps.apps().forEach(a -> faults.addAll(AppRules.faults(a)));
        if (apps.apps().isEmpty()) {
            faults.add("there is no app in it");
        }
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
        }
        Map<String, Integer> names = new HashMap<>();
        apps.apps().forEach(a -> names.merge(KubernetesNames.ofId(a.id(), max(a)), 1, Integer::sum));
        List<Translation> translations = new ArrayList<>();
        for (AppSource app : apps.apps()) {
            String name = KubernetesNames.ofId(app.id(), max(app));
            boolean named = apps.apps().size() == 1 && !settings.name().isEmpty();
            String unique =
                    named ? settings.name() : names.get(name) == 1 ? name : KubernetesNames.hashed(app.id(), max(app));
            translations.add(translate(app, unique, apps.losses(app), settings));
        }
        return SharedNames.apart(translations);
    }

    private static int max(AppSource app) {
        for (JsonNode volume : app.app().path("container").path("volumes")) {
            if (volume.path("persistent").isObject()) {
                return KubernetesNames.MAX_STATEFUL;
            }
        }
        return KubernetesNames.MAX;
    }

    private static Translation translate(
            AppSource source, String name, List<Loss> groupLosses, TranslationSettings settings) {
        FieldCoverage ledger = new FieldCoverage();
        groupLosses.forEach(l -> ledger.report(l.severity(), l.path(), l.value(), l.action()));
        Field app = new Field(source.app(), "", ledger);
        Draft draft = new Draft(app, ledger, settings, source.id(), name);
        identity(draft, source);
        Ports.apply(draft);
        Labels.apply(draft);
        Image.apply(draft);
        Resources.apply(draft);
        SecretRefs.apply(draft);
        Volumes.apply(draft);
        Fetches.apply(draft);
        TaskEnvironment.apply(draft);
        Probes.apply(draft);
        Placement.apply(draft);
        Lifecycle.apply(draft);
        List<HasMetadata> manifests = ManifestAssembler.of(draft);
        return new Translation(
                source.id(), name, manifests, ledger.close(app), draft.routes, ManifestAssembler.secret(draft));
    }

    private static void identity(Draft draft, AppSource source) {
        Field id = draft.app.at("id");
        String given = id.text("");
        if (!("/" + draft.name).equals(source.id())) {
            id.info("the name becomes " + draft.name + "; the id stays in the annotation " + Draft.DOMAIN
                    + "marathon-id");
        }
        if (!given.startsWith("/") && !source.grouped()) {
            id.info("taken for " + source.id() + ": it is relative, and there is no group");
        }
        Field instances = draft.app.at("instances");
        draft.replicas = instances.integer(1);
        if (draft.replicas == 0) {
            instances.review("no pods: it is deployed as it is, scaled to nothing");
        }
    }
}
