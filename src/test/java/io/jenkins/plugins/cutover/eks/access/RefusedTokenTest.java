package io.jenkins.plugins.cutover.eks.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.jenkins.plugins.cutover.aws.AwsStandIn;
import io.jenkins.plugins.cutover.aws.EksClusters;
import io.jenkins.plugins.cutover.model.EksSpec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefusedTokenTest {
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private AwsStandIn aws;
    private HttpServer cluster;

    @BeforeEach
    void start() throws IOException {
        aws = new AwsStandIn();
        cluster = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        cluster.createContext("/", exchange -> {
            tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] answer =
                    "{\"kind\":\"ConfigMapList\",\"apiVersion\":\"v1\",\"items\":[]}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(tokens.size() == 1 ? 401 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        cluster.start();
        aws.cluster(URI.create("http://127.0.0.1:" + cluster.getAddress().getPort()), "PEM");
    }

    @AfterEach
    void stop() {
        cluster.stop(0);
        aws.close();
    }

    @Test
    void theRetryAfterA401HasATokenOfNewKeys() {
        URI server = URI.create("eks://eu-west-1/orders-prod?role=arn:aws:iam::123456789012:role/deployer");
        EksSpec.Access access = new EksSpec.Access(server, "", "", "", "aws", false);
        EksClusters eks = new EksClusters(Clock.systemUTC(), aws.clients(Map.of()));
        ClusterAccess journal =
                new ClusterAccess(access, name -> Optional.of(AwsStandIn.secret()), Clock.systemUTC(), eks);
        List<ConfigMap> found = journal.ask(
                "records",
                client -> client.configMaps().inNamespace("cutovers").list().getItems());
        assertThat(found).isEmpty();
        assertThat(tokens).hasSize(2).doesNotHaveDuplicates();
        assertThat(aws.count("AssumeRole"))
                .as("a slow machine may need a second attempt")
                .isGreaterThanOrEqualTo(2);
    }
}
