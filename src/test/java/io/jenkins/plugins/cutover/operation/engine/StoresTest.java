package io.jenkins.plugins.cutover.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.cutover.aws.AwsClients;
import io.jenkins.plugins.cutover.aws.AwsStandIn;
import io.jenkins.plugins.cutover.aws.EksClusters;
import io.jenkins.plugins.cutover.eks.access.ClusterAccess;
import io.jenkins.plugins.cutover.journal.ApiServerClient;
import io.jenkins.plugins.cutover.journal.JournalUnavailableException;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Secrets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong on the way to the cluster that the records are in: whether waiting, or a copy, may help. */
class StoresTest {
    private static final Secrets SECRETS = name -> Optional.of(AwsStandIn.secret());

    private HttpServer aws;
    private int status = 200;
    private String body = "{}";

    @BeforeEach
    void start() throws IOException {
        aws = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        aws.createContext("/", exchange -> {
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        aws.start();
    }

    @AfterEach
    void stop() {
        aws.stop(0);
    }

    private CutoverException failure(URI server, Secrets secrets) {
        URI uri = URI.create("http://127.0.0.1:" + aws.getAddress().getPort());
        Clock clock = Clock.systemUTC();
        EksClusters eks = new EksClusters(
                clock,
                new AwsClients(name -> null, (service, region) -> Optional.of(uri), Optional.of(uri.toString())));
        EksSpec.Access access = new EksSpec.Access(server, "", "", "", "aws", false);
        ApiServerClient cluster = Stores.cluster(new ClusterAccess(access, secrets, clock, eks));
        return catchThrowableOfType(CutoverException.class, () -> cluster.ask("ConfigMap/orders", client -> client));
    }

    private CutoverException failure() {
        return failure(URI.create("eks://eu-west-1/orders-prod"), SECRETS);
    }

    @ParameterizedTest
    @CsvSource({
        "503, {}, true",
        "429, {}, true",
        "400, {\"__type\":\"ThrottlingException\"}, true",
        "403, {\"message\":\"The security token included in the request is expired\"}, false",
        "404, {\"message\":\"No cluster found for name: orders-prod.\"}, false"
    })
    void anAwsOutageIsWaitedForAndARefusalIsReportedAsSuch(int code, String said, boolean wait) {
        status = code;
        body = said;
        CutoverException e = failure();
        assertThat(e).isInstanceOf(JournalUnavailableException.class);
        CutoverException plain = ((JournalUnavailableException) e).plain();
        assertThat(plain instanceof JournalUnavailableException).isEqualTo(wait);
        assertThat(plain)
                .hasMessageStartingWith("EKS cluster \"orders-prod\" in eu-west-1: ")
                .hasMessageContaining(String.valueOf(code));
    }

    @Test
    void anUnreachableAwsIsWaitedFor() {
        aws.stop(0);
        assertThat(failure()).isInstanceOf(JournalUnavailableException.class).satisfies(e -> assertThat(
                        ((JournalUnavailableException) e).plain())
                .isSameAs(e));
    }

    @Test
    void aCredentialThatDoesNotExistIsAMistake() {
        assertThat(failure(URI.create("eks://eu-west-1/orders-prod"), name -> Optional.empty()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("there is no credential \"aws\"");
    }

    @ParameterizedTest
    @CsvSource({"401, false", "403, false", "409, ", "500, true", "429, true"})
    void soIsTheServersOwnAnswer(int code, Boolean wait) {
        status = code;
        URI server = URI.create("http://127.0.0.1:" + aws.getAddress().getPort());
        EksSpec.Access access = new EksSpec.Access(server, "", "", "", "aws", false);
        ApiServerClient cluster = Stores.cluster(new ClusterAccess(access, SECRETS, Clock.systemUTC()));
        CutoverException e = catchThrowableOfType(
                CutoverException.class,
                () -> cluster.ask("ConfigMap/orders", c -> c.configMaps()
                        .inNamespace("cutovers")
                        .withName("orders")
                        .get()));
        assertThat(e instanceof JournalUnavailableException).isEqualTo(wait != null);
        assertThat(e instanceof JournalUnavailableException away && away.plain() == away)
                .isEqualTo(wait == Boolean.TRUE);
    }
}
