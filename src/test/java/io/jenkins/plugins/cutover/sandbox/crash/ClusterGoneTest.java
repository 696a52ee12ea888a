package io.jenkins.plugins.cutover.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.journal.OwnerLiveness;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.JournalAddress;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.deploy.Deploy;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.engine.Stores;
import io.jenkins.plugins.cutover.operation.rollback.Rollback;
import io.jenkins.plugins.cutover.operation.shift.Shift;
import io.jenkins.plugins.cutover.sandbox.LoadGenerator;
import io.jenkins.plugins.cutover.sandbox.LoadPlan;
import io.jenkins.plugins.cutover.sandbox.RealCluster;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import io.jenkins.plugins.cutover.sandbox.Sandbox.ClusterKind;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The records and the lock are in a real cluster, and its API server dies while half of the traffic is on EKS. */
final class ClusterGoneTest {
    private Sandbox sandbox;
    private RealCluster cluster;
    private ScheduledExecutorService scheduler;

    @BeforeEach
    void start() throws Exception {
        RealCluster.orSkip(ClusterGoneTest.class);
        sandbox = Sandbox.start(ClusterKind.REAL);
        cluster = (RealCluster) sandbox.cluster();
        cluster.makeJournalNamespace("cutovers");
        scheduler = Executors.newSingleThreadScheduledExecutor();
    }

    @AfterEach
    void stop() {
        if (sandbox != null) {
            scheduler.shutdownNow();
            sandbox.close();
        }
    }

    private Map<String, Object> run(Operation operation) throws Exception {
        return new Runner(scheduler).start(operation).result().get(90, TimeUnit.SECONDS);
    }

    private Context context() {
        EksSpec.Access access = cluster.access();
        Stores stores = Stores.open(
                JournalAddress.parse("kubernetes:cutovers?server=" + access.server() + "&ca=" + access.ca()
                        + "&credential=" + access.credential()),
                sandbox.secrets(),
                Clock.systemUTC(),
                OwnerLiveness.NONE,
                sandbox.folder().resolve("copies"));
        Context local = sandbox.context("orders#1");
        return new Context(stores.journal(), stores.locks(), local.clients(), local.clock(), local.owner());
    }

    @Test
    void theRollbackNeedsNoClusterAndLosesNoRequest() throws Exception {
        Context context = context();
        run(new Deploy(context, sandbox.spec("phases: [50, 100]"), ""));
        run(new Shift(context, "orders", Share.ofPercent(50), Duration.ZERO, Duration.ofSeconds(10)));
        try (LoadGenerator load = LoadGenerator.start(LoadPlan.of(200, sandbox.entrances()))) {
            cluster.apiServerDies();
            run(new Rollback(context(), "orders", "the cluster is gone", EksAfter.KEEP, Duration.ofMinutes(1)));
            CutoverRecord record = context().journal().find("orders").orElseThrow();
            assertThat(record.state()).isEqualTo(CutoverState.ROLLED_BACK);
            assertThat(sandbox.first().command("get weight orders/eks1")).startsWith("0 ");
            assertThat(load.snapshot().lost()).isZero();
        }
    }
}
