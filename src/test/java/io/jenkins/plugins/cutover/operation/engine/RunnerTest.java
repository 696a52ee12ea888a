package io.jenkins.plugins.cutover.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.journal.JournalUnavailableException;
import io.jenkins.plugins.cutover.journal.StaleRecordException;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.simulation.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RunnerTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private final VirtualTime time = new VirtualTime(START);
    private final Runner runner = new Runner(time.scheduler());
    private final List<Instant> ticks = new ArrayList<>();

    @Test
    void ticksWhenTheOperationAsksForIt() {
        Runner.Run run = start(
                () -> ticks.size() < 3 ? new Tick.Again(Duration.ofSeconds(2), "going") : new Tick.Done(Map.of()));
        time.run(Duration.ofMinutes(1));
        assertThat(run.result()).isCompletedWithValue(Map.of());
        assertThat(ticks).containsExactly(START, START.plusSeconds(2), START.plusSeconds(4));
    }

    @Test
    void reportsAStatusOnceUntilItChanges() {
        List<String> statuses = new ArrayList<>();
        runner.start(
                operation(() -> new Tick.Again(Duration.ofSeconds(1), ticks.size() < 3 ? "one" : "two")),
                statuses::add);
        time.run(Duration.ofSeconds(10));
        assertThat(statuses).containsExactly("one", "two");
    }

    @Test
    void aListenerThatIsGoneDoesNotStopTheWork() {
        Runner.Run run = runner.start(
                operation(() -> ticks.size() < 3
                        ? new Tick.Again(Duration.ofSeconds(1), "status " + ticks.size())
                        : new Tick.Done(Map.of())),
                status -> {
                    throw new IllegalStateException("the build has ended");
                });
        time.run(Duration.ofSeconds(10));
        assertThat(run.result()).isCompletedWithValue(Map.of());
    }

    @Test
    void aStaleRecordIsReadAgainSoon() {
        Runner.Run run = start(() -> {
            if (ticks.size() == 1) {
                throw new StaleRecordException("orders", 1, 2);
            }
            return new Tick.Done(Map.of());
        });
        time.run(Duration.ofSeconds(1));
        assertThat(run.result()).isCompleted();
    }

    @Test
    void anUnavailableJournalIsRetriedForALimitedTime() {
        Runner.Run brief = start(() -> {
            if (ticks.size() < 5) {
                throw new JournalUnavailableException("no answer in time", null);
            }
            return new Tick.Done(Map.of());
        });
        time.run(Duration.ofSeconds(20));
        assertThat(brief.result()).isCompleted();
        Runner.Run lasting = start(() -> {
            throw new JournalUnavailableException("no answer in time", null);
        });
        time.run(Duration.ofSeconds(20));
        assertThat(lasting.status()).isEqualTo("orders: waits for its records: no answer in time");
        time.run(Duration.ofSeconds(20));
        assertThatThrownBy(() -> lasting.result().join()).hasMessageContaining("no answer in time");
    }

    @Test
    void aFailureIsOneLineWithTheOperationAndItsNumbers() {
        Runner.Run run = start(() -> new Tick.Failed("two of three refused", Map.of("instances", 3)));
        time.run(Duration.ofSeconds(1));
        assertThatThrownBy(() -> run.result().join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(OperationFailedException.class, e -> {
                    assertThat(e).hasMessage("test of orders failed: two of three refused");
                    assertThat(e.data()).isEqualTo(Map.of("instances", "3"));
                });
    }

    @Test
    void anExceptionEndsTheRunWithItsMessage() {
        Runner.Run run = start(() -> {
            throw new CutoverException("Marathon says no");
        });
        time.run(Duration.ofSeconds(1));
        assertThatThrownBy(() -> run.result().join()).hasMessageContaining("test of orders failed: Marathon says no");
    }

    @Test
    void aCancelledRunDoesNotTickAgain() {
        Runner.Run run = start(() -> new Tick.Again(Duration.ofSeconds(1), "going"));
        time.run(Duration.ofMillis(2500));
        run.cancel();
        time.run(Duration.ofSeconds(10));
        assertThat(ticks).hasSize(3);
        assertThat(run.result()).isCancelled();
    }

    private Runner.Run start(Supplier<Tick> tick) {
        return runner.start(operation(tick));
    }

    private Operation operation(Supplier<Tick> tick) {
        return new Operation() {
            @Override
            public String service() {
                return "orders";
            }

            @Override
            public String name() {
                return "test";
            }

            @Override
            public Tick tick() {
                ticks.add(time.clock().instant());
                return tick.get();
            }
        };
    }
}
