package io.jenkins.plugins.cutover.operation.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.http.HttpFailure;
import io.jenkins.plugins.cutover.http.HttpReply;
import io.jenkins.plugins.cutover.http.HttpResult;
import io.jenkins.plugins.cutover.http.ProbeSender;
import io.jenkins.plugins.cutover.mesos.Mesos;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.MarathonSpec;
import io.jenkins.plugins.cutover.model.ProbeSpec;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.operation.deploy.Deploy;
import io.jenkins.plugins.cutover.operation.deploy.ManifestSource;
import io.jenkins.plugins.cutover.operation.deploy.ServicePreflight;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.engine.SystemClients;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import io.jenkins.plugins.cutover.simulation.Specs;
import io.jenkins.plugins.cutover.traffic.Router;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A phase of a service with probes, whose clients' requests are fine. */
class VerifyProbesTest {
    private final CalmWorld rehearsal = new CalmWorld(
            Specs.of(
                    "orders",
                    2,
                    List.of("5", "25", "100"),
                    Map.of("probes", List.of(Map.of("path", "/health", "rate", "2")), "max", "1h")),
            List.of(100, 100, 100));
    private int eksStatus = 200;
    private int eksSent;
    private int mesosSent;
    private boolean reachable = true;

    @BeforeEach
    void shift() {
        rehearsal.run(new Deploy(context(), rehearsal.world().spec(), CalmWorld.MANIFESTS));
        rehearsal.run(rehearsal.shift("5"));
        eksSent = 0;
        mesosSent = 0;
    }

    @Test
    void aHealthyPhaseNamesItsProbesInStatusAndVerdict() {
        Runner.Run run = rehearsal.start(verify(Duration.ofMinutes(2)));
        rehearsal.time().run(Duration.ofSeconds(30));
        assertThat(run.status()).contains("; probes: EKS 0 of ").contains(" failed, Mesos 0 of ");
        rehearsal.time().run(Duration.ofMinutes(3));
        assertThat(run.result().join()).containsEntry("verdict", Verdict.HEALTHY.name());
        assertThat(rehearsal.record().verify().sentence())
                .matches("HEALTHY: .*; probes: EKS 0 of \\d+ failed, Mesos 0 of \\d+");
        assertThat(eksSent).isEqualTo(mesosSent).isBetween(100, 130);
    }

    @Test
    void anEksThatFailsOnlyProbesIsRolledBackAndNothingIsSentAfterwards() {
        eksStatus = 500;
        rehearsal.start(verify(Duration.ofMinutes(30)));
        rehearsal.time().run(Duration.ofMinutes(5));
        assertThat(rehearsal.record().verify().sentence())
                .startsWith("HARMFUL: EKS 0 of ")
                .containsPattern("probes: EKS (\\d+) of \\1 failed, Mesos 0 of \\1 \\(1:")
                .doesNotContain("more requests fail");
        assertThat(rehearsal.mesosAsBefore()).isTrue();
        int sent = eksSent + mesosSent;
        rehearsal.time().run(Duration.ofMinutes(5));
        assertThat(eksSent + mesosSent).isEqualTo(sent);
    }

    @Test
    void preflightNamesServersThatAreNotReachableFromHere() {
        reachable = false;
        assertThat(new ServicePreflight(context(), rehearsal.world().spec())
                        .findings(new ManifestSource(rehearsal.world().spec(), CalmWorld.MANIFESTS)))
                .anySatisfy(f -> assertThat(f.toString())
                        .contains("probe GET /health: server ")
                        .contains(" is not reachable from here: no connection (refused); probes to it do not count"));
    }

    private Verify verify(Duration bake) {
        return new Verify(context(), "orders", bake);
    }

    private Context context() {
        Context calm = rehearsal.context("orders#1");
        return new Context(
                calm.journal(), calm.locks(), new WithProbes(calm.clients(), this::answer), calm.clock(), calm.owner());
    }

    private CompletableFuture<HttpResult> answer(ProbeSpec probe, String address) {
        boolean eks = Probing.up(
                        rehearsal
                                .context("orders#1")
                                .clients()
                                .router(rehearsal.world().spec().haproxy())
                                .read(),
                        Side.EKS)
                .contains(address);
        eksSent += eks ? 1 : 0;
        mesosSent += eks ? 0 : 1;
        return CompletableFuture.completedFuture(
                reachable
                        ? new HttpReply(eks ? eksStatus : 200, Map.of(), "")
                        : new HttpFailure(HttpFailure.Kind.NO_CONNECTION, "no connection (refused)"));
    }

    private record WithProbes(SystemClients world, ProbeSender probes) implements SystemClients {
        @Override
        public Router router(HaproxySpec spec) {
            return world.router(spec);
        }

        @Override
        public Mesos mesos(MarathonSpec spec) {
            return world.mesos(spec);
        }

        @Override
        public Eks eks(EksSpec spec) {
            return world.eks(spec);
        }
    }
}
