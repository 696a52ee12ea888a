package io.jenkins.plugins.cutover.translation;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.stream.Collectors;

/** An app in short: {@code Sample.of("'cmd':'run','cpus':0.5")}, and its translation. */
record Sample(Translation translation) {
    static final String IMAGE = "'container':{'docker':{'image':'orders:1'}}";

    static Sample of(String fields) {
        return with(Corpus.SETTINGS, fields);
    }

    /** An app with an image and these fields only. */
    static Sample image(String fields) {
        return of(IMAGE + (fields.isEmpty() ? "" : "," + fields));
    }

    static Sample with(TranslationSettings settings, String fields) {
        String id = fields.contains("'id'") ? "" : "'id':'/orders',";
        return new Sample(Translator.translate(Corpus.json("{" + id + fields + "}"), settings));
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return translation.manifests().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    <T extends HasMetadata> T the(Class<T> type) {
        return all(type).get(0);
    }

    PodSpec pod() {
        List<Deployment> deployments = all(Deployment.class);
        return deployments.isEmpty()
                ? the(StatefulSet.class).getSpec().getTemplate().getSpec()
                : deployments.get(0).getSpec().getTemplate().getSpec();
    }

    Container container() {
        return pod().getContainers().get(0);
    }

    EnvVar env(String name) {
        return container().getEnv().stream()
                .filter(e -> e.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** {@code 80/TCP->port-0} of each of a Service's ports. */
    List<String> servicePorts(String name) {
        return all(Service.class).stream()
                .filter(s -> s.getMetadata().getName().equals(name))
                .flatMap(s -> s.getSpec().getPorts().stream())
                .map(p -> p.getPort() + "/" + p.getProtocol() + "->"
                        + p.getTargetPort().getValue())
                .toList();
    }

    /** {@code REVIEW action; ...} of a path; empty when the path has no loss. */
    String losses(String path) {
        return translation.losses().stream()
                .filter(l -> l.path().equals(path))
                .map(l -> l.severity() + " " + l.action())
                .collect(Collectors.joining("; "));
    }
}
