package io.jenkins.plugins.cutover.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A step that a controller's restart met waits for its agent, but not for ever. */
class DelayedOperationTest {
    private static final Tick DONE = new Tick.Done(Map.of());

    private Instant now = Instant.EPOCH;
    private String missing = "an agent";
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final Operation awaited = new DelayedOperation(operation(), () -> missing, Duration.ofMinutes(2), clock);

    private static Operation operation() {
        return new Operation() {
            @Override
            public String service() {
                return "orders";
            }

            @Override
            public String name() {
                return "shift";
            }

            @Override
            public Tick tick() {
                return DONE;
            }
        };
    }

    @Test
    void itBeginsWhenNothingIsMissingAndDoesNotAskAgain() {
        assertThat(awaited.tick()).isEqualTo(new Tick.Again(Duration.ofSeconds(1), "orders: waits for an agent"));
        missing = "";
        assertThat(awaited.tick()).isEqualTo(DONE);
        missing = "an agent";
        assertThat(awaited.tick()).isEqualTo(DONE);
    }

    @Test
    void itBeginsAfterTheTimeLimitAllTheSame() {
        awaited.tick();
        now = now.plus(Duration.ofMinutes(2));
        assertThat(awaited.tick()).isEqualTo(DONE);
    }
}
