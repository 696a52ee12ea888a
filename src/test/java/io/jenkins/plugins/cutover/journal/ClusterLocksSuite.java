package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.cutover.eks.access.ClusterAccess;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.sandbox.LocalCluster;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Locks as Leases, on whatever cluster. */
abstract class ClusterLocksSuite extends LocksSuite {
    abstract LocalCluster cluster();

    @AfterEach
    void clean() {
        Clusters.clean(cluster());
    }

    @Override
    Locks locks(Clock clock, OwnerLiveness liveness, LongSupplier nanos) {
        return new KubernetesLocks(failing(new boolean[1]), Clusters.NAMESPACE, clock, liveness, nanos);
    }

    private Lease lease() {
        return cluster()
                .client()
                .leases()
                .inNamespace(Clusters.NAMESPACE)
                .withName("phased-cutover-prod")
                .get();
    }

    @Test
    void theLeaseNamesItsHolderForOtherTools() {
        process(NOW).take("prod", "orders", ONE);
        assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("build orders#1");
        assertThat(lease().getSpec().getLeaseDurationSeconds()).isEqualTo(60);
        assertThat(lease().getSpec().getRenewTime().toInstant()).isEqualTo(NOW);
        process(NOW, owner -> java.util.Optional.of("it is gone")).take("prod", "orders", TWO);
        assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(1);
    }

    @Test
    void aLeaseIsHeldDuringAShortOutage() {
        long[] nanos = {0};
        boolean[] away = {false};
        ApiServerClient cluster = failing(away);
        Locks locks =
                new KubernetesLocks(cluster, Clusters.NAMESPACE, Clock.systemUTC(), OwnerLiveness.NONE, () -> nanos[0]);
        locks.take("prod", "orders", ONE);
        away[0] = true;
        assertThat(locks.take("prod", "orders", ONE).ours()).isTrue();
        assertThatThrownBy(() -> locks.take("prod", "payments", TWO)).isInstanceOf(JournalUnavailableException.class);
        nanos[0] = Locks.LEASE.minusSeconds(10).toNanos();
        assertThatThrownBy(() -> locks.take("prod", "orders", ONE)).isInstanceOf(JournalUnavailableException.class);
    }

    private ApiServerClient failing(boolean[] away) {
        ClusterAccess access = new ClusterAccess(cluster().access(), cluster().secrets(), Clock.systemUTC());
        return new ApiServerClient() {
            @Override
            public <T> T ask(String what, Function<KubernetesClient, T> work) {
                if (away[0]) {
                    throw new JournalUnavailableException("no answer", null);
                }
                return access.ask(what, work);
            }
        };
    }

    @Test
    void aDamagedLeaseIsNamedAndNeverTaken() {
        process(NOW).take("prod", "orders", ONE);
        Lease damaged = lease();
        damaged.getMetadata().getAnnotations().put("phased-cutover/holder", "{");
        cluster().client().resource(damaged).update();
        assertThatThrownBy(() -> process(NOW).take("prod", "orders", TWO))
                .isInstanceOf(CutoverException.class)
                .hasMessageStartingWith("lock Lease cutovers/phased-cutover-prod: damaged");
    }

    @Test
    void exactlyOneOfManyConcurrentTakersGetsIt() throws Exception {
        Locks locks = process(NOW);
        List<Callable<Boolean>> racers = IntStream.range(0, 8)
                .<Callable<Boolean>>mapToObj(i -> () -> locks.take("prod", "orders", new Owner("build", "orders#" + i))
                        .ours())
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(racers.size());
        try {
            int winners = 0;
            for (Future<Boolean> one : threads.invokeAll(racers)) {
                winners += one.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }
}
