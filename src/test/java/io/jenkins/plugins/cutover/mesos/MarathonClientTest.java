package io.jenkins.plugins.cutover.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.cutover.http.HttpCall;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.MarathonSpec;
import io.jenkins.plugins.cutover.model.MarathonSpec.Auth;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.sandbox.InProcessAgent;
import io.jenkins.plugins.cutover.sandbox.marathon.SandboxMarathon;
import io.jenkins.plugins.cutover.sandbox.marathon.Timings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against the loopback Marathon, over real sockets. */
class MarathonClientTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final String SECRET = "pas:word";

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private SandboxMarathon marathon;
    private MarathonClient client;

    @BeforeEach
    void start() throws IOException {
        int port = freePort();
        marathon = new SandboxMarathon(
                Clock.systemUTC(),
                timer,
                Timings.quick(),
                (app, index, host, p) -> new ServerSocket(p, 1000, InetAddress.getByName(host)),
                port);
        marathon.create("""
                {"id": "/shop/orders", "cmd": "run", "instances": 2, "backoffSeconds": 200, "healthChecks": [{"protocol": "TCP"}]}""");
        client = client(marathon.url(), Auth.NONE, Secrets.NONE);
        await().until(() -> marathon.healthy("/shop/orders").size() == 2);
    }

    @AfterEach
    void stop() {
        marathon.close();
        timer.shutdownNow();
    }

    @Test
    void anAppIsReadWithItsTasksAndTheirAddresses() {
        App app = client.app();
        assertThat(app.instances()).isEqualTo(2);
        assertThat(app.counts()).isEqualTo(new App.Counts(0, 2, 2, 0));
        assertThat(app.healthyEndpoints(0).toString()).contains("127.0.1.1:", "127.0.1.2:");
        assertThat(client.apps()).hasSize(1).first().extracting(App::id).isEqualTo("/shop/orders");
    }

    @Test
    void aScaleIsAcceptedAndReadyWhenItsTasksAreHealthy() {
        assertThat(client.scale(4, false)).isInstanceOf(ChangeResult.Accepted.class);
        assertThat(Readiness.of(client.app(), client.queue(), 4).ready()).isFalse();
        await().until(() -> Readiness.of(client.app(), client.queue(), 4).ready());
        assertThat(marathon.calls()).contains("PATCH /v2/apps/shop/orders?force=false {\"instances\":4}");
    }

    @Test
    void aLockNamesItsDeploymentsAndOnlyForceOverridesIt() {
        marathon.lockNextScale(LONG);
        ChangeResult.Locked locked = (ChangeResult.Locked) client.scale(3, false);
        assertThat(locked.message()).startsWith("App is locked");
        assertThat(client.deployments()).extracting(Deployment::id).isEqualTo(locked.deploymentIds());
        assertThat(client.scale(3, true)).isInstanceOf(ChangeResult.Accepted.class);
    }

    @Test
    void aRecordedDefinitionRestoresAnAppEvenAfterItsDeletion() {
        App recorded = client.app();
        marathon.outsideChange("/shop/orders", d -> d.put("cmd", "other").put("mem", 999));
        assertThat(client.app().lastConfigChangeAt()).isAfter(recorded.lastConfigChangeAt());
        assertThat(client.restore(recorded.definition(), true)).isInstanceOf(ChangeResult.Accepted.class);
        assertThat(client.app().definition()).isEqualTo(recorded.definition());

        marathon.outsideDelete("/shop/orders");
        assertThat(client.restore(recorded.definition(), true)).isInstanceOf(ChangeResult.Accepted.class);
        assertThat(client.app().definition()).isEqualTo(recorded.definition());
    }

    @Test
    void aDeletionForcesOnlyOnRequest() {
        marathon.lock("/shop/orders", LONG);
        assertThat(client.delete(false)).isInstanceOf(ChangeResult.Locked.class);
        assertThat(client.delete(true)).isInstanceOf(ChangeResult.Accepted.class);
        assertThat(marathon.exists("/shop/orders")).isFalse();
    }

    @Test
    void theBackOffIsReadAndCleared() {
        marathon.crashTask(0);
        assertThat(client.queue().delay()).isPositive();
        assertThat(Readiness.of(client.app(), client.queue(), 2).why())
                .contains("TASK_FAILED", "wait for launch, held back");
        assertThat(client.clearDelay()).isTrue();
        await().until(() -> marathon.healthy("/shop/orders").size() == 2);
        assertThat(client.clearDelay()).isFalse();
        assertThat(client.queue()).isEqualTo(LaunchQueue.EMPTY);
    }

    @Test
    void hastenEndsTheBackOffOfAnApp() {
        marathon.crashTask(0);
        assertThat(Readiness.hasten(client, client.app(), 2).why()).contains("held back");
        await().until(() -> Readiness.hasten(client, client.app(), 2).ready());
    }

    @Test
    void aFullClusterIsReportedWithTheRejectedOffers() {
        marathon.agents(2);
        client.scale(3, false);
        await().until(() -> !client.deployments().isEmpty());
        assertThat(Readiness.of(client.app(), client.queue(), 3).why())
                .contains("deployment", "1 wait for launch", "offers were rejected: InsufficientCpus 2 of 2");
    }

    @Test
    void anUnknownAppIsMissing() {
        CutoverException e = fault(client(marathon.url(), "/none", Auth.NONE, Secrets.NONE));
        assertThat(e).hasMessage("Marathon " + marathon.url() + ": App '/none' does not exist");
        assertThat(((MarathonException) e).kind()).isEqualTo(MarathonException.Kind.MISSING);
    }

    @Test
    void pagesOfProxiesAndLeaderElectionsAreOneLineAndTemporary() {
        marathon.goneLeader(LONG);
        MarathonException election = (MarathonException) fault(client);
        assertThat(election)
                .hasMessage("Marathon " + marathon.url()
                        + ": answered 502 \"Error 502 Could not determine the current leader\" (no leader?)");
        assertThat(election.mayPass()).isTrue();
        marathon.htmlErrors(LONG);
        assertThat(fault(client)).hasMessageEndingWith("answered 503 \"Service Temporarily Unavailable\"");
    }

    @Test
    void aPageWithStatus200IsNotAnAnswerAndIsTemporary() {
        marathon.loginPages(LONG);
        MarathonException page = (MarathonException) fault(client);
        assertThat(page)
                .hasMessage("Marathon " + marathon.url()
                        + ": answered 200 \"Sign in\" and no JSON: not Marathon but a proxy or a login page answered; if it"
                        + " always does, marathon.url must be the base of Marathon's v2 API, such as http://marathon:8080"
                        + " or https://master/service/marathon");
        assertThat(page.mayPass()).isTrue();
    }

    @Test
    void aPageWithStatus200IsNoSuccessOfAChange() {
        marathon.loginPages(LONG);
        assertThatThrownBy(() -> client.scale(2, false)).hasMessageContaining("a login page answered");
        assertThatThrownBy(() -> client.delete(false)).hasMessageContaining("a login page answered");
        assertThatThrownBy(client::clearDelay).hasMessageContaining("a login page answered");
    }

    @Test
    void aCallWithoutAnAnswerFailsAtItsDeadline() {
        marathon.hang(LONG);
        MarathonSpec spec = new MarathonSpec(marathon.url(), "/shop/orders", Auth.NONE, "", false);
        MarathonClient hasty = new MarathonClient(spec, Secrets.NONE, Clock.systemUTC(), Duration.ofMillis(200));
        assertThatThrownBy(hasty::app).hasMessageEndingWith(": no answer within 200ms");
    }

    @Test
    void aRefusedConnectionIsOneLine() throws IOException {
        URI unused = URI.create("http://user:hidden@127.0.0.1:" + freePort());
        assertThat(fault(client(unused, Auth.NONE, Secrets.NONE)))
                .hasMessageStartingWith("Marathon http://127.0.0.1:" + unused.getPort() + ": no connection")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void anAddressThatIsNotMarathonsIsRefusedWithAnExample() {
        URI wrong = URI.create(marathon.url() + "/some/ui");
        MarathonException e = (MarathonException) fault(client(wrong, Auth.NONE, Secrets.NONE));
        assertThat(e).hasMessageContaining("URI not found").hasMessageContaining("marathon.url must be the base");
        assertThat(e.mayPass()).isFalse();
    }

    @Test
    void aRefusedBasicLoginNamesTheCredentialOnly() {
        marathon.requireBasic(SECRET);
        assertThat(client(marathon.url(), Auth.BASIC, n -> Optional.of(SECRET))
                        .app()
                        .instances())
                .isEqualTo(2);
        assertThat(fault(client(marathon.url(), Auth.BASIC, n -> Optional.of("pas:wrong"))))
                .hasMessageEndingWith("answered 401, the credential \"cred\" (BASIC) is refused")
                .hasMessageNotContaining("wrong");
        assertThat(fault(client)).hasMessageContaining("no login is configured");
    }

    @Test
    void anUnknownCredentialIsNamed() {
        assertThatThrownBy(client(marathon.url(), Auth.BASIC, Secrets.NONE)::app)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no secret is known by the name \"cred\"");
    }

    @Test
    void dcosLogsInOnceAndAgainAfterTheTokenExpired() {
        marathon.requireDcos("pas", "word");
        MarathonClient dcos = client(marathon.dcosUrl(), Auth.DCOS, n -> Optional.of(SECRET));
        dcos.app();
        dcos.app();
        assertThat(marathon.logins()).isEqualTo(1);
        marathon.expireTokens();
        assertThat(dcos.scale(3, false)).isInstanceOf(ChangeResult.Accepted.class);
        assertThat(marathon.logins()).isEqualTo(2);
    }

    @Test
    void anAgentMakesEveryExchangeIncludingTheLogin() {
        marathon.requireDcos("pas", "word");
        InProcessAgent place = new InProcessAgent();
        MarathonClient far = new MarathonClient(
                new MarathonSpec(marathon.dcosUrl(), "/shop/orders", Auth.DCOS, "cred", false, "vpc"),
                n -> Optional.of(SECRET),
                Clock.systemUTC(),
                place);
        assertThat(far.app().instances()).isEqualTo(2);
        assertThat(place.tasks()).isEqualTo(2);
        place.leave();
        assertThat(fault(far)).hasMessageEndingWith(": no agent with the label \"vpc\" is online");
        assertThat(((MarathonException) fault(far)).mayPass()).isTrue();
    }

    @Test
    void theTextOfAnExchangeHoldsNoSecret() {
        HttpCall call = HttpCall.of("POST", URI.create("http://u:hidden@m/login?token=hidden"))
                .header("Authorization", "hidden")
                .body("application/json", "hidden");
        assertThat(new MarathonExchange(call).toString())
                .contains("POST http://m/login")
                .doesNotContain("hidden");
    }

    @Test
    void aRefusedDcosLoginIsTriedOnce() {
        marathon.requireDcos("pas", "other");
        assertThat(fault(client(marathon.dcosUrl(), Auth.DCOS, n -> Optional.of(SECRET))))
                .hasMessageStartingWith("DC/OS login " + marathon.url() + "/acs/api/v1/auth/login: answered 401")
                .hasMessageNotContaining("word");
        assertThat(marathon.calls()).isEmpty();
    }

    private static MarathonClient client(URI url, Auth auth, Secrets secrets) {
        return client(url, "/shop/orders", auth, secrets);
    }

    private static MarathonClient client(URI url, String app, Auth auth, Secrets secrets) {
        return new MarathonClient(new MarathonSpec(url, app, auth, "cred", false), secrets, Clock.systemUTC());
    }

    private static CutoverException fault(MarathonClient client) {
        try {
            client.app();
        } catch (CutoverException e) {
            assertThat(e.getMessage()).doesNotContain("\n");
            return e;
        }
        throw new AssertionError("the call succeeded");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
