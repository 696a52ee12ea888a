package io.jenkins.plugins.cutover.eks.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.cutover.eks.rollout.PodState;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One list of a namespace's pods, and the watch that continues it: {@code GET .../pods?watch=true&resourceVersion=} with
 * the version of the list, answered by one JSON object per line (Kubernetes API concepts, "Efficient detection of
 * changes"). fabric8's own watch is not used: it limits no event's size, reconnects by itself with the same token, and
 * does not say when the server has accepted it.
 */
final class PodConnection {
    /** The most pods that a namespace may have to be watched; each costs about 200 bytes here. */
    private static final int MOST_PODS = 50_000;

    /** An object in etcd has at most 1.5 MiB; JSON is longer than etcd's encoding. */
    private static final int MOST_BYTES = 4 << 20;

    private static final int ANSWER_SECONDS = 10;

    private final KubernetesClient client;
    private final String namespace;
    private final WatchSettings settings;
    private final Receiver receiver;
    private final LineSplitter lines = new LineSplitter(MOST_BYTES);
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    /** Receives the pods. Its methods are called one after the other. */
    interface Receiver {
        /** The server has accepted the watch, which begins after this list. @param pods by uid */
        void established(Map<String, PodState> pods);

        /** @param state null when the pod was removed */
        void changed(String uid, PodState state);
    }

    /** @param client used for this connection only */
    PodConnection(KubernetesClient client, String namespace, WatchSettings settings, Receiver receiver) {
        this.client = client;
        this.namespace = namespace;
        this.settings = settings;
        this.receiver = receiver;
    }

    /**
     * Reads the list, then watches without holding this thread.
     *
     * @return completes when the watch has ended, with the failure when the server did not end it in time
     */
    CompletableFuture<Void> start() {
        Map<String, PodState> pods = new HashMap<>();
        String version = list(pods);
        CompletableFuture<HttpResponse<AsyncBody>> response =
                client.getHttpClient().consumeBytes(request(version), this::receive);
        response.orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).whenComplete((answer, failure) -> {
            if (failure != null) {
                end.completeExceptionally(failure);
            } else if (!answer.isSuccessful()) {
                answer.body().cancel();
                end.completeExceptionally(new KubernetesClientException("watch pods", answer.code(), null));
            } else {
                receiver.established(pods);
                follow(answer.body());
            }
        });
        return end;
    }

    /** @return the version of the list, the same for all of its pages */
    private String list(Map<String, PodState> pods) {
        String next = null;
        PodList page;
        do {
            ListOptions options = new ListOptionsBuilder()
                    .withLimit((long) settings.page())
                    .withContinue(next)
                    .build();
            page = client.pods().inNamespace(namespace).list(options);
            page.getItems().forEach(pod -> pods.put(pod.getMetadata().getUid(), PodState.of(pod)));
            next = page.getMetadata().getContinue();
            if (pods.size() > MOST_PODS) {
                throw new KubernetesClientException(
                        "namespace \"" + namespace + "\" has more than " + MOST_PODS + " pods");
            }
        } while (next != null && !next.isEmpty());
        return page.getMetadata().getResourceVersion();
    }

    /**
     * The deadline is the client's own, since only it can end a call whose answer is being read: okhttp's call timeout.
     */
    private HttpRequest request(String version) {
        URI uri = URI.create(
                client.getMasterUrl() + "api/v1/namespaces/" + namespace + "/pods?watch=true&resourceVersion=" + version
                        + "&timeoutSeconds=" + settings.life().toSeconds());
        return client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(uri)
                .forStreaming()
                .timeout(settings.life().plus(settings.grace()).toMillis(), TimeUnit.MILLISECONDS)
                .build();
    }

    private void follow(AsyncBody body) {
        body.done().whenComplete((done, failure) -> {
            if (failure == null) {
                end.complete(null);
            } else {
                end.completeExceptionally(failure);
            }
        });
        body.consume();
    }

    private void receive(List<ByteBuffer> pieces, AsyncBody body) throws IOException {
        for (ByteBuffer piece : pieces) {
            for (String line : lines.add(piece)) {
                event(Serialization.jsonMapper().readTree(line));
            }
        }
        body.consume();
    }

    /** @throws KubernetesClientException for an error, for example 410 when the version is too old to continue */
    private void event(JsonNode event) throws IOException {
        JsonNode object = event.path("object");
        String type = event.path("type").asText();
        switch (type) {
            case "ADDED", "MODIFIED", "DELETED" -> {
                Pod pod = Serialization.jsonMapper().treeToValue(object, Pod.class);
                receiver.changed(pod.getMetadata().getUid(), type.equals("DELETED") ? null : PodState.of(pod));
            }
            case "ERROR" ->
                throw new KubernetesClientException(
                        "watch pods: " + object.path("message").asText(),
                        object.path("code").asInt(),
                        null);
            default -> {
                // BOOKMARK, or a type of a later version: not a change
            }
        }
    }
}
