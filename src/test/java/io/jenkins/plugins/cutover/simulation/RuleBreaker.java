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

/** A cutover at half in a calm world, and the means to break a rule in it on purpose. */
abstract class RuleBreaker {
    final SimulatedCutover scene = calm();
    final ServiceWorld world = new ServiceWorld(scene.time(), new Random(1), Specs.orders(2), List.of(100, 100, 100));
    final Actor build = new Actor(scene, new Owner("build", "orders#1"));

    static SimulatedCutover calm() {
        FaultInjector chaos = new FaultInjector(new Random(1));
        chaos.end();
        return new SimulatedCutover(chaos, false);
    }

    @BeforeEach
    void aCutoverAtHalf() {
        scene.add(world);
        run(new Deploy(context(), world.spec(), CalmWorld.MANIFESTS));
        run(shift(context(), "50"));
        assertThat(scene.violations()).as("nothing is broken yet").isEmpty();
    }

    Context context() {
        return build.context(world);
    }

    /** Doors that say of everything that it is done on the first instance, and do nothing. */
    Context confirming() {
        return build.context(
                world,
                clients -> LyingClients.confirmingFor(clients, world.fleet().get(0)));
    }

    /** A journal that stores something else than what it is given. */
    Context writing(UnaryOperator<CutoverRecord> instead) {
        return writing(context(), instead);
    }

    static Context writing(Context honest, UnaryOperator<CutoverRecord> instead) {
        Journal journal = new Journal() {
            @Override
            public Optional<CutoverRecord> find(String service) {
                return honest.journal().find(service);
            }

            @Override
            public CutoverRecord save(CutoverRecord record) {
                return honest.journal().save(instead.apply(record));
            }

            @Override
            public Contents contents() {
                return honest.journal().contents();
            }
        };
        return new Context(journal, honest.locks(), honest.clients(), honest.clock(), honest.owner());
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
        return scene.journal().find("orders").orElseThrow();
    }

    void run(Operation operation) {
        var run = build.start(operation);
        Duration end = scene.time().elapsed().plus(Duration.ofMinutes(2));
        while (!run.result().isDone() && scene.time().elapsed().compareTo(end) < 0) {
            scene.time().step();
        }
    }

    void does(Runnable deed) {
        does(build, deed);
    }

    static void does(Actor actor, Runnable deed) {
        answers(actor, () -> {
            deed.run();
            return new Tick.Done(Map.of());
        });
    }

    static void answers(Actor actor, Supplier<Tick> work) {
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

    static CutoverRecord told(CutoverRecord record, Function<CutoverRecord, CutoverRecord> change) {
        return change.apply(record.with(d -> d.event(Event.of(Instant.EPOCH, "stub", "told"))));
    }

    void over() {
        scene.rules().forEach(r -> r.over("orders"));
    }

    /** @param words of the one thing that the rule tells here: most rules demand several */
    void assertTold(String rule, String words) {
        scene.time().run(Duration.ofSeconds(1));
        assertThat(scene.violations()).anyMatch(v -> v.startsWith(rule) && v.contains(words));
    }
}
