package io.jenkins.plugins.cutover.sandbox.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The faults of the cluster. Each can be switched on and off at any time. */
public final class Faults {
    private static final String USER = "system:serviceaccount:ci:phased-cutover";

    private final Set<String> badImages = ConcurrentHashMap.newKeySet();
    private final Set<String> unreadyImages = ConcurrentHashMap.newKeySet();
    private final Map<String, String> crashing = new ConcurrentHashMap<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Runnable wake;
    private volatile String unschedulable = "";
    private volatile int quota = -1;
    private volatile boolean noServerSideApply;
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile Duration grace;

    /** @param wake called after each change */
    Faults(Runnable wake) {
        this.wake = wake;
    }

    /** Pods of this image end in ImagePullBackOff. */
    public Faults imagePullFails(String image) {
        badImages.add(image);
        return changed();
    }

    /** Pods of this image start, write the lines, end with status 1, and so on. */
    public Faults crashLoops(String image, String lastLogLines) {
        crashing.put(image, lastLogLines);
        return changed();
    }

    /** Pods of this image run but never pass their readiness probe. */
    public Faults probeFails(String image) {
        unreadyImages.add(image);
        return changed();
    }

    /** A pod that is deleted from now on serves for so long. */
    public Faults grace(Duration period) {
        grace = period;
        return changed();
    }

    Duration graceOr(Duration usual) {
        return grace == null ? usual : grace;
    }

    /** New pods find no node, with this message of the scheduler. */
    public Faults unschedulable(String message) {
        unschedulable = message;
        return changed();
    }

    /** @param pods how many pods a namespace may have */
    public Faults quota(int pods) {
        quota = pods;
        return changed();
    }

    /** Requests of a verb (get, list, create, patch, ...) on a resource ({@code deployments}) are forbidden. */
    public Faults refuse(String verb, String resource) {
        refused.add(verb + " " + resource);
        return changed();
    }

    /** Ends the connections of all watches at once, in the middle of the answer. */
    public Faults cutWatches() {
        cuts.incrementAndGet();
        return changed();
    }

    int cuts() {
        return cuts.get();
    }

    /** The server is older than 1.16: it answers 415 to an apply. */
    public Faults noServerSideApply() {
        noServerSideApply = true;
        return changed();
    }

    /** Ends all faults. */
    public Faults none() {
        noServerSideApply = false;
        badImages.clear();
        unreadyImages.clear();
        crashing.clear();
        refused.clear();
        unschedulable = "";
        quota = -1;
        return changed();
    }

    private Faults changed() {
        wake.run();
        return this;
    }

    boolean badImage(String image) {
        return badImages.contains(image);
    }

    boolean unready(String image) {
        return unreadyImages.contains(image);
    }

    boolean crashes(String image) {
        return crashing.containsKey(image);
    }

    String lastLogLines(String image) {
        return crashing.getOrDefault(image, "");
    }

    String unschedulable() {
        return unschedulable;
    }

    OptionalInt quota() {
        return quota < 0 ? OptionalInt.empty() : OptionalInt.of(quota);
    }

    void check(ApiRequest request) {
        if (noServerSideApply && request.apply()) {
            throw new ApiFault(
                    415,
                    "UnsupportedMediaType",
                    "the body of the request was in an unknown format - accepted media types include:"
                            + " application/json-patch+json, application/merge-patch+json");
        }
        String resource =
                request.kind().plural() + (request.subresource().isEmpty() ? "" : "/" + request.subresource());
        if (refused.contains(request.verb() + " " + resource)) {
            String name = request.name().isEmpty() ? "" : " \"" + request.name() + "\"";
            throw new ApiFault(
                    403,
                    "Forbidden",
                    request.kind().resource() + name + " is forbidden: User \"" + USER + "\" cannot " + request.verb()
                            + " resource \"" + resource + "\" in API group \""
                            + request.kind().group() + "\""
                            + (request.namespace().isEmpty()
                                    ? " at the cluster scope"
                                    : " in the namespace \"" + request.namespace() + "\""));
        }
    }

    /** Answers a SelfSubjectAccessReview. */
    JsonNode review(String body) {
        try {
            ObjectNode review = (ObjectNode) Store.JSON.readTree(body);
            JsonNode asked = review.path("spec").path("resourceAttributes");
            String sub = asked.path("subresource").asText("");
            String resource = asked.path("resource").asText() + (sub.isEmpty() ? "" : "/" + sub);
            boolean allowed = !refused.contains(asked.path("verb").asText() + " " + resource);
            review.putObject("status").put("allowed", allowed);
            return review;
        } catch (JsonProcessingException e) {
            throw ApiFault.badRequest("the body of the request was in an unknown format");
        }
    }
}
