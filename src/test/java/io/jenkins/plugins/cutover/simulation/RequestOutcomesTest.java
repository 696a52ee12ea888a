package io.jenkins.plugins.cutover.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.simulation.world.RequestOutcome;
import io.jenkins.plugins.cutover.simulation.world.ServerModel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole phases on the model, in which half of EKS's requests end in one way. */
class RequestOutcomesTest {
    private static final ServiceSpec SPEC = Specs.orders(2);

    private static CalmWorld at25(ServiceSpec spec) {
        CalmWorld world = new CalmWorld(spec, List.of(100, 100, 100));
        world.world().clients().usually(RequestOutcome.REDIRECTED, .02);
        world.world().clients().usually(RequestOutcome.NOT_FOUND, .02);
        return world.upTo("5");
    }

    private static void assertHarmful(CalmWorld world, RequestOutcome outcome) {
        world.world().clients().fault(outcome, (i, s) -> .5);
        long before = world.world().clients().tally(Side.EKS).of(outcome);
        assertThatThrownBy(() -> {
                    world.run(world.shift("25"));
                    world.run(world.verify());
                })
                .hasMessageContaining("HARMFUL");
        assertThat(world.mesosAsBefore()).isTrue();
        assertThat(world.world().clients().tally(Side.EKS).of(outcome) - before).isPositive();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ANSWERED")
    void everyOutcomeIsFoundWithARing(RequestOutcome outcome) {
        assertHarmful(at25(Specs.withRing(SPEC)), outcome);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ANSWERED", "EMPTY", "SHORT", "SLOW"})
    void outcomesThatTheCountersShowAreFoundWithoutARing(RequestOutcome outcome) {
        assertHarmful(at25(SPEC), outcome);
    }

    @Test
    void whatIsNormalOnBothSidesPasses() {
        CalmWorld world = at25(Specs.withRing(SPEC));
        world.run(world.shift("25"));
        world.run(world.verify());
        assertThat(world.record().verify().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void requestsThatHangAreInFlightUntilTheyEnd() {
        CalmWorld world = at25(SPEC);
        world.run(world.shift("25"));
        world.world().clients().fault(RequestOutcome.HANGING, (i, s) -> 1);
        world.time().run(Duration.ofSeconds(10));
        assertThat(inFlight(world)).isBetween(225L, 260L); // 25 a second
        world.world().clients().repaired();
        world.time().run(Duration.ofSeconds(21));
        assertThat(inFlight(world)).isZero();
    }

    private static long inFlight(CalmWorld world) {
        return world.world().fleet().stream()
                .flatMap(i -> i.servers().stream())
                .mapToLong(ServerModel::current)
                .sum();
    }
}
