package io.jenkins.plugins.cutover.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.journal.FileJournal;
import io.jenkins.plugins.cutover.journal.FileLocks;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.Records;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueuedOperationTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Owner FIRST = new Owner("build", "carts#1");
    private static final Owner SECOND = new Owner("build", "orders#1");
    private static final Owner THIRD = new Owner("build", "stock#1");

    @TempDir
    Path folder;

    private final WaitingQueue line = new WaitingQueue();

    private FileLocks locks() {
        return new FileLocks(folder, Clock.fixed(START, ZoneOffset.UTC));
    }

    private FileJournal journal() {
        return new FileJournal(folder, Clock.fixed(START, ZoneOffset.UTC));
    }

    private QueuedOperation queued(Owner owner, Instant now) {
        return queued(owner, now, START.plusSeconds(number(owner)));
    }

    private static int number(Owner owner) {
        return owner.equals(FIRST) ? 1 : owner.equals(SECOND) ? 2 : 3;
    }

    private QueuedOperation queued(Owner owner, Instant now, Instant since) {
        Context context = new Context(journal(), locks(), null, Clock.fixed(now, ZoneOffset.UTC), owner);
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
        return new QueuedOperation(context, "prod", inner, line, since);
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
    void aWaitingOperationShowsTheHolderAndItsPlace() {
        locks().take("prod", "carts", FIRST);
        assertThat(status(queued(SECOND, START).tick()))
                .isEqualTo("orders: waits for environment prod, held by build carts#1 for carts");
        assertThat(status(queued(THIRD, START).tick())).endsWith("for carts, 1 before it");
    }

    @Test
    void theFirstInTheQueueGoesFirst() {
        locks().take("prod", "carts", FIRST);
        QueuedOperation second = queued(SECOND, START);
        QueuedOperation third = queued(THIRD, START);
        second.tick();
        third.tick();
        locks().release("prod", "carts", FIRST);
        assertThat(status(third.tick())).isEqualTo("orders: waits for environment prod, 1 before it");
        assertThat(second.tick()).isInstanceOf(Tick.Done.class);
    }

    @Test
    void anAbortedOperationDoesNotBlockTheQueue() {
        locks().take("prod", "carts", FIRST);
        queued(SECOND, START).tick();
        locks().release("prod", "carts", FIRST);
        Instant later = START.plus(WaitingQueue.TIMEOUT).plusMillis(1);
        assertThat(queued(THIRD, later).tick()).isInstanceOf(Tick.Done.class);
    }

    @Test
    void aQueueKeepsItsOrderOverARestart() {
        locks().take("prod", "carts", FIRST);
        Instant later = START.plusSeconds(600);
        queued(THIRD, later).tick();
        queued(SECOND, later).tick();
        locks().release("prod", "carts", FIRST);
        assertThat(status(queued(THIRD, later).tick())).endsWith(", 1 before it");
        assertThat(queued(SECOND, later).tick()).isInstanceOf(Tick.Done.class);
    }

    @Test
    void twoBranchesOfOneBuildRunOneAfterTheOther() {
        QueuedOperation orders = queued(FIRST, START);
        locks().take("prod", "carts", FIRST);
        assertThat(status(orders.tick()))
                .isEqualTo("orders: waits for environment prod, held by build carts#1 for carts");
        assertThat(line.before("prod", "payments", FIRST, START.plusSeconds(1), START))
                .isEqualTo(1);
        locks().release("prod", "carts", FIRST);
        assertThat(orders.tick()).isInstanceOf(Tick.Done.class);
    }

    @Test
    void anAbandonedCutoverOfAnotherServiceIsWaitedForAndNamed() {
        var abandoned = journal().save(Records.open("carts", START).with(d -> d.state(CutoverState.RUNNING)));
        String environment = abandoned.spec().environment();
        QueuedOperation waiting = new QueuedOperation(
                new Context(journal(), locks(), null, Clock.fixed(START, ZoneOffset.UTC), SECOND),
                environment,
                queued(SECOND, START),
                line,
                START);
        assertThat(status(waiting.tick()))
                .isEqualTo("orders: waits for environment " + environment
                        + ", where the cutover of carts is open (RUNNING, 0% on EKS, build orders#1)");
        assertThat(locks().holder(environment)).isEmpty();
    }
}
