package io.jenkins.plugins.cutover.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Versions that no package source offers any more, by the tables that they are known to print. */
class OldVersionsTest {
    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aServiceMovesToEksAndBack(Dialect dialect) {
        ModelBackend backend = backend(dialect);
        try (FakeSocket socket = new FakeSocket(backend::execute, UnaryOperator.identity())) {
            Router router = Router.of(TestFleet.spec(List.of(socket.address())), Secrets.NONE, Duration.ofSeconds(5));
            assertThat(router.preflight(List.of(Share.ofPercent(5)), 2)).noneMatch(Finding::blocks);
            assertThat(router.apply(desired("0")).confirmed()).isTrue();
            assertThat(router.apply(desired("25")).pending()).isTrue();
            backend.servers(Side.EKS).forEach(s -> s.healthy = true);
            backend.check();
            assertThat(router.apply(desired("25")).confirmed()).isTrue();
            assertThat(router.read().reachable().get(0).share()).isEqualTo(Share.ofPercent(25));
            assertThat(router.apply(desired("0")).confirmed()).isTrue();
            assertThat(router.read().mesosWeights()).isEqualTo(Map.of("mesos1", 100, "mesos2", 50));
        }
    }

    static ModelBackend backend(Dialect dialect) {
        ModelBackend backend = new ModelBackend(dialect);
        backend.add("mesos1", Side.MESOS).weight = 100;
        backend.add("mesos2", Side.MESOS).weight = 50;
        backend.servers(Side.MESOS).forEach(s -> s.healthy = true);
        backend.check();
        for (int i = 1; i <= 3; i++) {
            backend.add("eks" + i, Side.EKS).maintenance = true;
        }
        return backend;
    }

    static DesiredTraffic desired(String percent) {
        return new DesiredTraffic(
                Share.ofPercent(percent),
                List.of(new Endpoint("10.1.0.1", 8080), new Endpoint("10.1.0.2", 8080)),
                Map.of("mesos1", 100, "mesos2", 50));
    }
}
