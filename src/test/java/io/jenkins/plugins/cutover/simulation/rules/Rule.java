package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.journal.Locks;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.simulation.SimulatedCutover;
import io.jenkins.plugins.cutover.simulation.TickScope;
import io.jenkins.plugins.cutover.simulation.world.ClusterModel;
import io.jenkins.plugins.cutover.simulation.world.HaproxyModel;
import io.jenkins.plugins.cutover.simulation.world.MarathonModel;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** One rule that must always hold. It receives every event of the simulation. */
public abstract class Rule {
    private final SimulatedCutover cutover;
    private final Map<String, Long> checks = new TreeMap<>();

    Rule(SimulatedCutover cutover) {
        this.cutover = cutover;
    }

    final SimulatedCutover cutover() {
        return cutover;
    }

    /** @param what the name of the condition: checks are counted per name */
    final void check(String what, boolean holds, Supplier<String> otherwise) {
        checks.merge(what, 1L, Long::sum);
        if (!holds) {
            cutover.violated(this, otherwise.get());
        }
    }

    /** The number of checks per condition. */
    public final Map<String, Long> checks() {
        return checks;
    }

    /** A tick begins. */
    public void begun(TickScope tick) {}

    /** A tick gave its answer. */
    public void ended(TickScope tick, Tick answer) {}

    /** A tick threw. */
    public void thrown(TickScope tick, RuntimeException e) {}

    /** A process is about to set the fleet to this target. */
    public void applying(String service, DesiredTraffic desired) {}

    /** One command took effect. */
    public void commanded(HaproxyModel instance, String command, HaproxyModel.Serving before) {}

    public void marathon(MarathonModel marathon, String change, int instances) {}

    public void cluster(ClusterModel cluster, String change) {}

    /** @param before null for the first of a cutover */
    public void written(CutoverRecord before, CutoverRecord after) {}

    /** The journal could not take a record. A process that rolls back continues with it. */
    public void unwritten(CutoverRecord record) {}

    /** The lease of an environment was taken, or renewed. */
    public void leased(String environment, Locks.Holder before, Locks.Holder after) {}

    /** A second has passed. */
    public void sampled(ServiceWorld world) {}

    /** A message for people: a status, a result or a failure. */
    public void said(String text) {}

    /** The simulation has ended, and the last rollback had enough time. */
    public void over(String service) {}

    @Override
    public final String toString() {
        return getClass().getSimpleName();
    }
}
