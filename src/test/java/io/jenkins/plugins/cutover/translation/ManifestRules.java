package io.jenkins.plugins.cutover.translation;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules of an API server beyond unknown fields (its validation package) that a translation can break. */
final class ManifestRules {
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final String KEY = "([a-z0-9.-]{1,253}/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?";
    private static final String VALUE = "([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?";

    private final List<String> faults = new ArrayList<>();

    private ManifestRules() {}

    static List<String> faults(List<HasMetadata> manifests) {
        ManifestRules rules = new ManifestRules();
        Set<String> seen = new HashSet<>();
        for (HasMetadata manifest : manifests) {
            String name = manifest.getKind() + "/" + manifest.getMetadata().getName();
            rules.check(seen.add(name), name + " is there twice");
            rules.check(manifest.getMetadata().getName().matches(LABEL), name + " is no DNS label");
            rules.labels(name, manifest.getMetadata().getLabels());
            manifest.getMetadata().getAnnotations().keySet().forEach(k -> rules.check(k.matches(KEY), name + " " + k));
            rules.kind(manifest, manifests);
        }
        return rules.faults;
    }

    private void check(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }

    private void labels(String name, Map<String, String> labels) {
        labels.forEach((k, v) -> check(k.matches(KEY) && v.matches(VALUE), name + ": label " + k + "=" + v));
    }

    private void kind(HasMetadata manifest, List<HasMetadata> all) {
        if (manifest instanceof Deployment deployment) {
            template(deployment.getSpec().getTemplate(), List.of());
        } else if (manifest instanceof StatefulSet set) {
            check(set.getMetadata().getName().length() <= 52, "a StatefulSet's name is too long");
            template(set.getSpec().getTemplate(), set.getSpec().getVolumeClaimTemplates());
        } else if (manifest instanceof Service service) {
            service(service, all);
        }
    }

    private void service(Service service, List<HasMetadata> all) {
        String name = service.getMetadata().getName();
        check(name.matches("[a-z].*"), name + " does not begin with a letter");
        check(
                !service.getSpec().getPorts().isEmpty()
                        || "None".equals(service.getSpec().getClusterIP()),
                name + " has no port");
        Set<String> seen = new HashSet<>();
        Set<String> targets = targets(all);
        service.getSpec().getPorts().forEach(p -> {
            check(seen.add(p.getPort() + p.getProtocol()), name + " serves " + p.getPort() + " twice");
            check(seen.add(p.getName()) && p.getName().matches(LABEL), name + " port name " + p.getName());
            check(p.getPort() > 0 && p.getPort() < 65_536, name + " port " + p.getPort());
            check(targets.contains(p.getTargetPort().getStrVal()), name + " leads to no port: " + p.getTargetPort());
        });
    }

    private static Set<String> targets(List<HasMetadata> all) {
        Set<String> names = new HashSet<>();
        for (HasMetadata manifest : all) {
            PodTemplateSpec template = manifest instanceof Deployment d
                    ? d.getSpec().getTemplate()
                    : manifest instanceof StatefulSet s ? s.getSpec().getTemplate() : null;
            if (template != null) {
                template.getSpec().getContainers().get(0).getPorts().forEach(p -> names.add(p.getName()));
            }
        }
        return names;
    }

    private void template(PodTemplateSpec template, List<PersistentVolumeClaim> claims) {
        labels("pod", template.getMetadata().getLabels());
        PodSpec pod = template.getSpec();
        Set<String> volumes = new HashSet<>();
        claims.forEach(c -> volumes.add(c.getMetadata().getName()));
        for (Volume volume : pod.getVolumes()) {
            check(volumes.add(volume.getName()) && volume.getName().matches(LABEL), "volume " + volume.getName());
        }
        Set<String> mounted = new HashSet<>();
        List<Container> containers = new ArrayList<>(pod.getContainers());
        containers.addAll(pod.getInitContainers());
        for (Container container : containers) {
            container(container, volumes, mounted);
        }
        volumes.removeAll(mounted);
        check(volumes.isEmpty(), "volumes that nothing mounts: " + volumes);
    }

    private void container(Container container, Set<String> volumes, Set<String> mounted) {
        check(container.getName().matches(LABEL), "container " + container.getName());
        check(
                container.getImage().equals(container.getImage().strip())
                        && !container.getImage().isEmpty(),
                "image");
        container.getEnv().forEach(e -> check(e.getName().matches("[-._a-zA-Z][-._a-zA-Z0-9]*"), "env " + e.getName()));
        Set<String> seen = new HashSet<>();
        for (ContainerPort port : container.getPorts()) {
            check(
                    seen.add(port.getName()) && port.getName().matches("(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?"),
                    "port " + port.getName());
            check(port.getContainerPort() > 0 && port.getContainerPort() < 65_536, "port " + port.getContainerPort());
        }
        container.getVolumeMounts().forEach(m -> {
            mounted.add(m.getName());
            check(volumes.contains(m.getName()), "mount of no volume: " + m.getName());
            check(seen.add(m.getMountPath()) && !m.getMountPath().contains(":"), "mount at " + m.getMountPath());
        });
    }
}
