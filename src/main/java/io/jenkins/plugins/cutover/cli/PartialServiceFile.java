package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.MarathonSpec;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.SpecDocument;
import io.jenkins.plugins.cutover.model.SpecReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A service file that is not complete by itself: in Jenkins an environment has the addresses that it leaves out. A rollback
 * takes them from the record, as Jenkins takes them from the environment: only for a section that names no address of its
 * own. It needs HAProxy and Marathon; faults in other sections do not stop it.
 *
 * @param faults why the whole file cannot be read
 */
record PartialServiceFile(SpecDocument document, InvalidInputException faults) {

    /**
     * @param recorded finds the settings in a service's record
     * @throws InvalidInputException that says what to add to the file, or what is wrong with it
     */
    ServiceSpec completed(Function<String, Optional<ServiceSpec>> recorded) {
        Map<String, Object> tree = document.toMap();
        String service = String.valueOf(tree.getOrDefault("service", ""));
        if (service.isEmpty()) {
            throw faults;
        }
        Map<String, Object> haproxy = section(tree, "haproxy");
        Map<String, Object> marathon = section(tree, "marathon");
        return recorded.apply(service)
                .map(known -> new ServiceSpec(
                        service,
                        known.environment(),
                        SpecReader.haproxy(document.origin(), withAddresses(haproxy, known.haproxy()), service),
                        marathon.containsKey("url") ? marathon(marathon) : known.marathon(),
                        known.eks(),
                        known.phases(),
                        known.verify()))
                .orElseGet(() -> alone(service, haproxy, marathon));
    }

    /** A rollback by the file alone reads nothing else. */
    private ServiceSpec alone(String service, Map<String, Object> haproxy, Map<String, Object> marathon) {
        List<String> missing = new ArrayList<>();
        require(haproxy, "instances", "haproxy", missing);
        require(marathon, "url", "marathon", missing);
        require(marathon, "app", "marathon", missing);
        if (!missing.isEmpty()) {
            throw new InvalidInputException("--config: " + document.origin() + " does not have "
                    + String.join(", ", missing) + ", and there is no record of " + service
                    + " to take them from; add them to the file (Jenkins has them in the service's environment)");
        }
        return new ServiceSpec(
                service,
                "default",
                SpecReader.haproxy(document.origin(), haproxy, service),
                marathon(marathon),
                null,
                List.of(),
                null);
    }

    private static void require(Map<String, Object> section, String field, String name, List<String> missing) {
        if (!section.containsKey(field)) {
            missing.add(name + "." + field);
        }
    }

    private MarathonSpec marathon(Map<String, Object> section) {
        return SpecReader.marathon(document.origin(), section);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> section(Map<String, Object> tree, String name) {
        return tree.get(name) instanceof Map<?, ?> map
                ? new LinkedHashMap<>((Map<String, Object>) map)
                : new LinkedHashMap<>();
    }

    private static Map<String, Object> withAddresses(Map<String, Object> section, HaproxySpec known) {
        if (section.containsKey("instances")) {
            return section;
        }
        section.put("instances", texts(known.instances()));
        section.putIfAbsent("masters", texts(known.masters()));
        section.putIfAbsent("allowPlainTcp", known.allowPlainTcp());
        section.putIfAbsent("agent", known.agent());
        if (known.tls() != null) {
            section.putIfAbsent(
                    "tls",
                    Map.of(
                            "certificate", known.tls().certificate(),
                            "ca", known.tls().ca(),
                            "credential", known.tls().credential()));
        }
        return section;
    }

    private static List<String> texts(List<InstanceAddress> addresses) {
        return addresses.stream().map(InstanceAddress::toString).toList();
    }
}
