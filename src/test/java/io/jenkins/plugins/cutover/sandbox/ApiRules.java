package io.jenkins.plugins.cutover.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The answers of an API server, including errors: the same for the sandbox's own and for a real one. */
abstract class ApiRules {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MAPS = "/api/v1/namespaces/shop/configmaps";
    private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/shop/leases";

    private final HttpClient http = http();

    /** Where the server is. */
    abstract URI uri();

    /** A client that trusts its certificate. */
    abstract HttpClient http();

    private record Answer(int code, JsonNode body) {
        String message() {
            return body.path("message").asText();
        }
    }

    @Test
    void aSecondCreateIsAConflict() {
        assertThat(post(MAPS, map("a")).code()).isEqualTo(201);
        Answer again = post(MAPS, map("a"));
        assertThat(again.code()).isEqualTo(409);
        assertThat(again.message()).isEqualTo("configmaps \"a\" already exists");
    }

    @Test
    void anUpdateOfAnOldVersionIsAConflict() {
        JsonNode lease = post(LEASES, "{'metadata':{'name':'l'},'spec':{'holderIdentity':'a'}}")
                .body();
        assertThat(send("PUT", LEASES + "/l", "application/json", lease.toString())
                        .code())
                .isEqualTo(200);
        String taken = lease.toString().replace("\"holderIdentity\":\"a\"", "\"holderIdentity\":\"b\"");
        assertThat(send("PUT", LEASES + "/l", "application/json", taken).code()).isEqualTo(200);
        Answer late = send("PUT", LEASES + "/l", "application/json", lease.toString());
        assertThat(late.code()).isEqualTo(409);
        assertThat(late.message()).contains("the object has been modified");
    }

    @Test
    void aDryRunStoresNothing() {
        assertThat(post(MAPS + "?dryRun=All", map("a")).code()).isEqualTo(201);
        assertThat(send("GET", MAPS + "/a", "", "").code()).isEqualTo(404);
    }

    @Test
    void aBadNameIsInvalid() {
        Answer answer = post(MAPS, map("Bad_Name"));
        assertThat(answer.code()).isEqualTo(422);
        assertThat(answer.message()).contains("metadata.name: Invalid value: \"Bad_Name\"", "RFC 1123");
    }

    @Test
    void anUnknownNamespaceIsNotFound() {
        Answer answer = post(MAPS.replace("shop", "nowhere"), map("a"));
        assertThat(answer.code()).isEqualTo(404);
        assertThat(answer.message()).isEqualTo("namespaces \"nowhere\" not found");
    }

    @Test
    void anUnknownKindIsNotFound() {
        assertThat(send("GET", "/apis/example.com/v1/widgets", "", "").code()).isEqualTo(404);
    }

    @Test
    void anApplyNeedsAFieldManager() {
        Answer answer = apply("a", "", map("a"));
        assertThat(answer.code()).isEqualTo(422);
        assertThat(answer.message()).contains("fieldManager: Required value");
    }

    @Test
    void anApplyOfAFieldThatAnotherAppliedConflictsUnlessForced() {
        assertThat(apply("a", "fieldManager=one", "{'metadata':{'name':'a'},'data':{'k':'1'}}")
                        .code())
                .isEqualTo(201);
        String other = "{'metadata':{'name':'a'},'data':{'k':'2'}}";
        Answer conflict = apply("a", "fieldManager=two", other);
        assertThat(conflict.code()).isEqualTo(409);
        assertThat(conflict.message()).isEqualTo("Apply failed with 1 conflict: conflict with \"one\": .data.k");
        assertThat(conflict.body().at("/details/causes/0/field").asText()).isEqualTo(".data.k");
        assertThat(apply("a", "fieldManager=two&force=true", other)
                        .body()
                        .at("/data/k")
                        .asText())
                .isEqualTo("2");
    }

    @Test
    void anApplyOfAFieldThatAnotherUpdatedNamesTheUpdate() {
        send(
                "POST",
                MAPS + "?fieldManager=editor",
                "application/json",
                "{'metadata':{'name':'a'},'data':{'k':'1'}}".replace('\'', '"'));
        Answer conflict = apply("a", "fieldManager=two", "{'metadata':{'name':'a'},'data':{'k':'2'}}");
        assertThat(conflict.message())
                .matches(
                        "Apply failed with 1 conflict: conflict with \"editor\" using v1( at [-0-9T:]+Z)?: \\.data\\.k");
    }

    @Test
    void twoManagersMayApplyTheSameValue() {
        apply("a", "fieldManager=one", "{'metadata':{'name':'a'},'data':{'k':'1'}}");
        assertThat(apply("a", "fieldManager=two", "{'metadata':{'name':'a'},'data':{'k':'1'}}")
                        .code())
                .isEqualTo(200);
        Answer leftOut = apply("a", "fieldManager=one", "{'metadata':{'name':'a'}}");
        assertThat(leftOut.body().at("/data/k").asText()).isEqualTo("1");
        assertThat(apply("a", "fieldManager=two", "{'metadata':{'name':'a'}}")
                        .body()
                        .at("/data/k")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void anApplyThatChangesNothingKeepsTheVersion() {
        JsonNode first = apply("a", "fieldManager=one", map("a")).body();
        assertThat(apply("a", "fieldManager=one", map("a")).body()).isEqualTo(first);
    }

    @Test
    void aPatchTypeThatItDoesNotKnowIsRefused() {
        post(MAPS, map("a"));
        assertThat(send("PATCH", MAPS + "/a", "text/plain", "{}").code()).isEqualTo(415);
    }

    @Test
    void aJsonPatchOfAPathThatIsNotThereIsRefused() {
        post(MAPS, map("a"));
        String patch = "[{'op':'replace','path':'/data/x','value':'1'}]";
        assertThat(send("PATCH", MAPS + "/a", "application/json-patch+json", patch.replace('\'', '"'))
                        .code())
                .isEqualTo(422);
    }

    @Test
    void selectorsChooseAndNonsenseIsRefused() {
        post(MAPS, "{'metadata':{'name':'a','labels':{'app':'x'}}}");
        post(MAPS, "{'metadata':{'name':'b','labels':{'app':'y'}}}");
        assertThat(names("?labelSelector=app%3Dx")).isEqualTo("a");
        assertThat(names("?labelSelector=app+in+(x,y)")).isEqualTo("ab");
        assertThat(names("?labelSelector=app!%3Dx")).isEqualTo("b");
        assertThat(names("?fieldSelector=metadata.name%3Db")).isEqualTo("b");
        assertThat(send("GET", MAPS + "?labelSelector=((", "", "").code()).isEqualTo(400);
    }

    @Test
    void aDeploymentWhoseSelectorMissesItsPodsIsInvalid() {
        Answer answer = post(
                "/apis/apps/v1/namespaces/shop/deployments",
                "{'metadata':{'name':'d'},'spec':{'selector':{'matchLabels':{'app':'x'}},'template':{'metadata':"
                        + "{'labels':{'app':'y'}},'spec':{'containers':[{'name':'c','image':'i'}]}}}}");
        assertThat(answer.code()).isEqualTo(422);
        assertThat(answer.message()).contains("`selector` does not match template `labels`");
    }

    private String names(String query) {
        StringBuilder names = new StringBuilder();
        send("GET", MAPS + query, "", "")
                .body()
                .path("items")
                .forEach(item -> names.append(item.at("/metadata/name").asText()));
        return names.toString();
    }

    private static String map(String name) {
        return "{'metadata':{'name':'" + name + "'}}";
    }

    private Answer post(String path, String body) {
        return send("POST", path, "application/json", body.replace('\'', '"'));
    }

    private Answer apply(String name, String query, String body) {
        String whole = body.replaceFirst("\\{", "{'apiVersion':'v1','kind':'ConfigMap',");
        return send("PATCH", MAPS + "/" + name + "?" + query, "application/apply-patch+yaml", whole.replace('\'', '"'));
    }

    private Answer send(String method, String path, String type, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri() + path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer admin")
                .header("Content-Type", type.isEmpty() ? "application/json" : type)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
