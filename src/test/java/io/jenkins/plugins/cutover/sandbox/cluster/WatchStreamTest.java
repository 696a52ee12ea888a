package io.jenkins.plugins.cutover.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.cutover.sandbox.SandboxCluster;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sandbox's watches keep the rules of the Kubernetes API concepts. Each ends after a second, by timeoutSeconds. */
class WatchStreamTest {
    private final SandboxCluster cluster =
            SandboxCluster.builder().namespace("shop").start();
    private String before;

    @BeforeEach
    void change() {
        put("one", "a");
        before = version();
        put("one", "b");
        put("two", "b");
        cluster.client().configMaps().inNamespace("shop").withName("one").delete();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void put(String name, String color) {
        cluster.client()
                .configMaps()
                .inNamespace("shop")
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(Map.of("color", color))
                        .endMetadata()
                        .build())
                .createOr(existing -> existing.update());
    }

    private String version() {
        return cluster.client()
                .configMaps()
                .inNamespace("shop")
                .list()
                .getMetadata()
                .getResourceVersion();
    }

    private HttpResponse<String> get(String query) throws Exception {
        URI uri = URI.create(cluster.uri() + "/api/v1/namespaces/shop/configmaps?watch=true&timeoutSeconds=1" + query);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private List<String> events(String query) throws Exception {
        HttpResponse<String> answer = get(query);
        assertThat(answer.statusCode()).isEqualTo(200);
        List<String> events = new ArrayList<>();
        for (String line : answer.body().lines().toList()) {
            JsonNode event = Store.JSON.readTree(line);
            JsonNode object = event.path("object");
            events.add(event.path("type").asText() + " "
                    + object.path("metadata")
                            .path("name")
                            .asText(object.path("message").asText()));
        }
        return events;
    }

    @Test
    void eventsFollowTheGivenVersion() throws Exception {
        assertThat(events("&resourceVersion=" + before)).containsExactly("MODIFIED one", "ADDED two", "DELETED one");
    }

    @Test
    void withoutAVersionTheCurrentObjectsComeFirst() throws Exception {
        assertThat(events("")).containsExactly("ADDED two");
        assertThat(events("&resourceVersion=0")).containsExactly("ADDED two");
    }

    @Test
    void anObjectThatEntersOrLeavesTheSelectorIsAddedOrDeleted() throws Exception {
        assertThat(events("&labelSelector=color%3Db&resourceVersion=" + before))
                .containsExactly("ADDED one", "ADDED two", "DELETED one");
        assertThat(events("&labelSelector=color%3Da&resourceVersion=" + before)).containsExactly("DELETED one");
    }

    @Test
    void aVersionThatIsNoLongerKeptIsAnErrorEvent() throws Exception {
        cluster.compact();
        assertThat(events("&resourceVersion=" + before))
                .containsExactly("ERROR too old resource version: " + before + " (" + version() + ")");
    }

    @Test
    void aVersionThatIsNoNumberIsRefused() throws Exception {
        assertThat(get("&resourceVersion=x").statusCode()).isEqualTo(400);
    }
}
