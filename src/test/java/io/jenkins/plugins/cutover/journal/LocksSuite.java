package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.Owner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** What locks promise, wherever they are kept. Two of them stand for two processes, each with a clock of its own. */
abstract class LocksSuite {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final Owner ONE = new Owner("build", "orders#1");
    static final Owner TWO = new Owner("cli", "pid 4711");

    private long steady;

    abstract Locks locks(Clock clock, OwnerLiveness liveness, LongSupplier nanos);

    Locks process(Instant wall, OwnerLiveness liveness) {
        return locks(Clock.fixed(wall, ZoneOffset.UTC), liveness, () -> steady);
    }

    Locks process(Instant wall) {
        return process(wall, OwnerLiveness.NONE);
    }

    private void pass(Duration time) {
        steady += time.toNanos();
    }

    @Test
    void theSecondOwnerLearnsTheHolder() {
        assertThat(process(NOW).take("prod", "orders", ONE).ours()).isTrue();
        assertThat(process(NOW).take("prod", "payments", TWO).other()).contains(new Locks.Holder(ONE, "orders", NOW));
        assertThat(process(NOW).take("staging", "payments", TWO).ours()).isTrue();
    }

    @Test
    void theClockOfAnotherMachineDoesNotExpireALease() {
        process(NOW).take("prod", "orders", ONE);
        Locks ahead = process(NOW.plus(Duration.ofDays(1)));
        assertThat(ahead.take("prod", "payments", TWO).ours()).isFalse();
        pass(Duration.ofSeconds(59));
        assertThat(ahead.take("prod", "payments", TWO).ours()).isFalse();
    }

    @Test
    void aLeaseThatWasSeenUnrenewedForItsWholeTimeIsTakenOverAndRecorded() {
        process(NOW).take("prod", "orders", ONE);
        Locks two = process(NOW.minus(Duration.ofDays(1)));
        two.take("prod", "payments", TWO);
        pass(Duration.ofSeconds(61));
        Locks.Claim claim = two.take("prod", "payments", TWO);
        assertThat(claim.ours()).isTrue();
        assertThat(claim.holder().takenOver())
                .isEqualTo("the lock of environment prod was taken over from build orders#1: its lease was not renewed"
                        + " for 60 s");
        assertThat(process(NOW)
                        .take("prod", "orders", ONE)
                        .other()
                        .orElseThrow()
                        .owner())
                .isEqualTo(TWO);
    }

    @Test
    void aRenewedLeaseIsKept() {
        Locks two = process(NOW);
        for (int i = 0; i < 5; i++) {
            process(NOW.plusSeconds(30L * i)).take("prod", "orders", ONE);
            assertThat(two.take("prod", "payments", TWO).ours()).isFalse();
            pass(Duration.ofSeconds(30));
        }
    }

    @Test
    void theLeaseOfADeadOwnerIsTakenAtOnce() {
        process(NOW).take("prod", "orders", ONE);
        OwnerLiveness liveness = owner -> owner.equals(ONE) ? Optional.of("its build has finished") : Optional.empty();
        Locks.Claim claim = process(NOW, liveness).take("prod", "payments", TWO);
        assertThat(claim.ours()).isTrue();
        assertThat(claim.holder().takenOver()).endsWith("from build orders#1: its build has finished");
        Locks.Claim renewed = process(NOW.plusSeconds(30)).take("prod", "payments", TWO);
        assertThat(renewed.holder().takenOver()).isEqualTo(claim.holder().takenOver());
    }

    @Test
    void onlyTheOwnerReleasesIt() {
        process(NOW).take("prod", "orders", ONE);
        process(NOW).release("prod", "payments", TWO);
        assertThat(process(NOW).holder("prod")).isPresent();
        process(NOW).release("prod", "orders", ONE);
        assertThat(process(NOW).holder("prod")).isEmpty();
        process(NOW).release("prod", "orders", ONE);
        assertThat(process(NOW).take("prod", "payments", TWO).holder())
                .isEqualTo(new Locks.Holder(TWO, "payments", NOW));
    }

    @Test
    void oneOfTwoBranchesOfABuildHoldsIt() {
        process(NOW).take("prod", "orders", ONE);
        assertThat(process(NOW).take("prod", "payments", ONE).other()).contains(new Locks.Holder(ONE, "orders", NOW));
        process(NOW).release("prod", "payments", ONE);
        assertThat(process(NOW).take("prod", "orders", ONE).ours()).isTrue();
    }

    @Test
    void aLeaseWithoutAHolderExpiresLikeAnUnrenewedOne() {
        Locks here = process(NOW);
        assertThat(here.lapsed("prod")).isFalse();
        pass(Locks.LEASE.plusSeconds(1));
        assertThat(here.lapsed("prod")).isTrue();
    }

    @Test
    void environmentsWithSimilarNamesAreDifferent() {
        assertThat(process(NOW).take("Prod_1", "orders", ONE).ours()).isTrue();
        assertThat(process(NOW).take("prod-1", "payments", TWO).ours()).isTrue();
    }
}
