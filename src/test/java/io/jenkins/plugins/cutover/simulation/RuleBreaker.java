package io.jenkins.plugins.cutover.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverRecord.EksAfter;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.deploy.Deploy;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.rollback.Rollback;
import io.jenkins.plugins.cutover.operation.shift.Shift;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;

/** A cutover at 50 % without injected faults, and methods that violate a rule on purpose. */
abstract class RuleBreaker {
    final SimulatedCutover cutover = calm();
    final ServiceWorld world = new ServiceWorld(cutover.time(), new Random(1), Specs.orders(2), List.of(100, 100, 100));
    final Actor build = new Actor(cutover, new Owner("build", "orders#1"));

    static SimulatedCutover calm() {
        FaultInjector faults = new FaultInjector(new Random(1));
        faults.end();
        return new SimulatedCutover(faults, false);
    }

    @BeforeEach
    void aCutoverAtHalf() {
        cutover.add(world);
        run(new Deploy(context(), world.spec(), CalmWorld.MANIFESTS));
        run(shift(context(), "50"));
        assertThat(cutover.violations()).as("nothing is broken yet").isEmpty();
    }

    Context context() {
        return build.context(world);
    }

    /** Clients that confirm every change of the first instance without making it. */
    Context confirming() {
        return build.context(
                world,
                clients ->
                        MisreportingClients.confirmingFor(clients, world.fleet().get(0)));
    }

    /** A journal that stores a modified copy of each record. */
    Context writing(UnaryOperator<CutoverRecord> change) {
        return writing(context(), change);
    }

    static Context writing(Context real, UnaryOperator<CutoverRecord> change) {
        Journal journal = new Journal() {
            @Override
            public Optional<CutoverRecord> find(String service) {
                return real.journal().find(service);
            }

            @Override
            public CutoverRecord save(CutoverRecord record) {
                return real.journal().save(change.apply(record));
            }

            @Override
            public Contents contents() {
                return real.journal().contents();
            }
        };
        return new Context(journal, real.locks(), real.clients(), real.clock(), real.owner());
    }

    static Shift shift(Context context, String percent) {
        return new Shift(context, "orders", Share.ofPercent(percent), Duration.ZERO, Duration.ofSeconds(5));
    }

    static Rollback rollback(Context context) {
        return new Rollback(context, "orders", "a test", EksAfter.KEEP, Duration.ofMinutes(1));
    }

    static CutoverRecord.Rollback decided(CutoverRecord record, EksAfter target) {
        return new CutoverRecord.Rollback("a test", record.share(), false, target, record.updatedAt(), null, null);
    }

    CutoverRecord record() {
        return cutover.journal().find("orders").orElseThrow();
    }

    void run(Operation operation) {
        var run = build.start(operation);
        Duration end = cutover.time().elapsed().plus(Duration.ofMinutes(2));
        while (!run.result().isDone() && cutover.time().elapsed().compareTo(end) < 0) {
            cutover.time().step();
        }
    }

    void perform(Runnable action) {
        perform(build, action);
    }

    static void perform(Actor actor, Runnable action) {
        answerWith(actor, () -> {
            action.run();
            return new Tick.Done(Map.of());
        });
    }

    static void answerWith(Actor actor, Supplier<Tick> work) {
        actor.start(new Stub(work));
    }

    private record Stub(Supplier<Tick> work) implements Operation {
        @Override
        public String service() {
            return "orders";
        }

        @Override
        public String name() {
            return "stub";
        }

        @Override
        public Tick tick() {
            return work.get();
        }
    }

    void write(UnaryOperator<CutoverRecord> change) {
        context().journal().save(change.apply(record()));
    }

    static CutoverRecord withEvent(CutoverRecord record, Function<CutoverRecord, CutoverRecord> change) {
        return change.apply(record.with(d -> d.event(Event.of(Instant.EPOCH, "stub", "a test event"))));
    }

    void endScenario() {
        cutover.rules().forEach(r -> r.over("orders"));
    }

    /** @param text part of the expected message: most rules check several conditions */
    void assertViolation(String rule, String text) {
        cutover.time().run(Duration.ofSeconds(1));
        assertThat(cutover.violations()).anyMatch(v -> v.startsWith(rule) && v.contains(text));
    }
}
