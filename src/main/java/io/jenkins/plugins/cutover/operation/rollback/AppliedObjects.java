package io.jenkins.plugins.cutover.operation.rollback;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import java.util.ArrayList;
import java.util.List;

/** The names of applied objects as the record keeps them: {@code apps/v1 Deployment/orders}. Never their content. */
final class AppliedObjects {
    private AppliedObjects() {}

    static List<String> names(Manifests manifests) {
        return manifests.objects().stream()
                .map(o -> o.getApiVersion() + " " + o.getKind() + "/"
                        + o.getMetadata().getName())
                .toList();
    }

    /** Enough of the objects to delete them. */
    static Manifests manifests(List<String> names) {
        List<GenericKubernetesResource> objects = new ArrayList<>();
        for (String name : names) {
            int space = name.indexOf(' ');
            int slash = name.indexOf('/', space);
            objects.add(new GenericKubernetesResourceBuilder()
                    .withApiVersion(name.substring(0, space))
                    .withKind(name.substring(space + 1, slash))
                    .withNewMetadata()
                    .withName(name.substring(slash + 1))
                    .endMetadata()
                    .build());
        }
        return Manifests.of(objects);
    }
}
