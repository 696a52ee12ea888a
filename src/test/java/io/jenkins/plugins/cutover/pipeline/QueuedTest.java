package io.jenkins.plugins.cutover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.journal.FileLocks;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.operation.Context;
import io.jenkins.plugins.cutover.operation.Operation;
import io.jenkins.plugins.cutover.operation.Tick;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueuedTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Owner FIRST = new Owner("build", "carts#1");
    private static final Owner SECOND = new Owner("build", "orders#1");
    private static final Owner THIRD = new Owner("build", "stock#1");

    @TempDir
    Path folder;

    private final WaitingLine line = new WaitingLine();

    private FileLocks locks() {
        return new FileLocks(folder, Clock.fixed(START, ZoneOffset.UTC));
    }

    private Queued queued(Owner owner, Instant now) {
        Context context = new Context(null, locks(), null, Clock.fixed(now, ZoneOffset.UTC), owner);
        Operation inner = new Operation() {
            @Override
            public String service() {
                return "orders";
            }

            @Override
            public String name() {
                return "deploy";
            }

            @Override
            public Tick tick() {
                return new Tick.Done(Map.of());
            }
        };
        return new Queued(context, "prod", inner, line);
    }

    private static String status(Tick tick) {
        return ((Tick.Again) tick).status();
    }

    @Test
    void aFreeEnvironmentIsTakenAtOnce() {
        assertThat(queued(FIRST, START).tick()).isInstanceOf(Tick.Done.class);
        assertThat(locks().holder("prod").orElseThrow().owner()).isEqualTo(FIRST);
    }

    @Test
    void whoWaitsSeesWhoHoldsItAndHowManyAreBefore() {
        locks().take("prod", "carts", FIRST);
        assertThat(status(queued(SECOND, START).tick()))
                .isEqualTo("orders: waits for environment prod, held by build carts#1 for carts");
        assertThat(status(queued(THIRD, START).tick())).endsWith("for carts, 1 before it");
    }

    @Test
    void theOneThatCameFirstGoesFirst() {
        locks().take("prod", "carts", FIRST);
        Queued second = queued(SECOND, START);
        Queued third = queued(THIRD, START);
        second.tick();
        third.tick();
        locks().release("prod", FIRST);
        assertThat(status(third.tick())).isEqualTo("orders: waits for environment prod, 1 before it");
        assertThat(second.tick()).isInstanceOf(Tick.Done.class);
    }

    @Test
    void anAbortedOneDoesNotHoldUpTheLine() {
        locks().take("prod", "carts", FIRST);
        queued(SECOND, START).tick();
        locks().release("prod", FIRST);
        Instant later = START.plus(WaitingLine.PATIENCE).plusMillis(1);
        assertThat(queued(THIRD, later).tick()).isInstanceOf(Tick.Done.class);
    }
}
