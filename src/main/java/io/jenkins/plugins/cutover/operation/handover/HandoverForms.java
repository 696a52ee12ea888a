package io.jenkins.plugins.cutover.operation.handover;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.HandoverSpec;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.traffic.config.EksForm;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which form the end state of a service has, and what to prepare for it. */
public final class HandoverForms {
    private static final String CHOICES = "set eks.addresses (a load balancer or nodes with a NodePort),"
            + " handover.resolvers (HAProxy resolves a headless Service), or handover.form: follow or none";

    private HandoverForms() {}

    /**
     * @param pods where EKS answers now; their addresses decide between IPv4 and IPv6
     * @throws InvalidInputException when the settings lead to no form
     */
    static EksForm of(ServiceSpec spec, List<Endpoint> pods) {
        HandoverSpec handover = spec.handover();
        return switch (handover.decided(spec.eks())) {
            case ADDRESS -> addresses(spec);
            case RESOLVERS ->
                new EksForm.Resolved(
                        handover.resolvers(),
                        handover.name(spec.eks()),
                        spec.eks().port(),
                        handover.srv(),
                        pods.stream().noneMatch(e -> e.host().contains(":")));
            case FOLLOW -> new EksForm.Followed();
            case NONE ->
                throw new InvalidInputException(
                        "handover.form: none hands nothing over; choose another form, or run retire with an approver");
            case AUTO ->
                throw new InvalidInputException("handover: nothing says how HAProxy reaches " + spec.service()
                        + " without this tool; " + CHOICES);
        };
    }

    private static EksForm addresses(ServiceSpec spec) {
        if (spec.eks().addresses().isEmpty()) {
            throw new InvalidInputException("handover.form: address needs eks.addresses in the settings that "
                    + spec.service() + " was deployed with; deploy again with them, or choose another form");
        }
        return new EksForm.Addresses(spec.eks().addresses(), spec.handover().resolvers());
    }

    /**
     * One line at the start of a cutover: the form that this service will have, and what it needs.
     *
     * @param manifests what will be on the cluster; null when it is not known
     */
    public static Finding preflight(ServiceSpec spec, Manifests manifests) {
        HandoverSpec handover = spec.handover();
        return switch (handover.decided(spec.eks())) {
            case ADDRESS ->
                Finding.info(
                        "handover",
                        "HAProxy will keep " + spec.eks().addresses()
                                + "; they must stay the same when pods are replaced");
            case RESOLVERS -> resolvers(spec, manifests);
            case FOLLOW ->
                Finding.warning(
                        "handover",
                        "the controller or ./cutover guard must run for as long as the service does: it alone keeps the"
                                + " pods' addresses in HAProxy, and without a state file a reload leaves no server until it has"
                                + " put them back");
            case NONE ->
                Finding.warning(
                        "handover",
                        "none: after a reload of HAProxy, or when pods are replaced, the service is not reachable;"
                                + " the person who approves retireMesos answers for it");
            case AUTO ->
                Finding.warning(
                        "handover",
                        "Mesos cannot be retired: a reload loses the pods' addresses; " + CHOICES
                                + services(manifests));
        };
    }

    private static Finding resolvers(ServiceSpec spec, Manifests manifests) {
        String name = spec.handover().name(spec.eks());
        String text = "HAProxy will resolve " + name + "; prepare the section \"resolvers "
                + spec.handover().resolvers() + "\" and a headless Service";
        String service = name.replaceFirst("^(_[^.]+\\.){2}", "").replaceFirst("\\..*", "");
        boolean missing = manifests != null
                && manifests.objects().stream()
                        .noneMatch(o -> headless(o) && o.getMetadata().getName().equals(service));
        return missing
                ? Finding.warning(
                        "handover", text + ": the manifests have no Service " + service + " with clusterIP: None")
                : Finding.info("handover", text);
    }

    private static String services(Manifests manifests) {
        String found = manifests == null
                ? ""
                : manifests.objects().stream()
                        .filter(o -> o.getKind().equals("Service"))
                        .map(o -> o.getMetadata().getName() + (headless(o) ? " (headless)" : " (" + type(o) + ")"))
                        .collect(Collectors.joining(", "));
        return found.isEmpty() ? "" : "; the manifests have the Service " + found;
    }

    private static boolean headless(GenericKubernetesResource object) {
        return object.getKind().equals("Service") && "None".equals(field(object, "clusterIP"));
    }

    private static String type(GenericKubernetesResource service) {
        Object type = field(service, "type");
        return type == null ? "ClusterIP" : type.toString();
    }

    private static Object field(GenericKubernetesResource object, String name) {
        return object.getAdditionalProperties().get("spec") instanceof Map<?, ?> spec ? spec.get(name) : null;
    }
}
