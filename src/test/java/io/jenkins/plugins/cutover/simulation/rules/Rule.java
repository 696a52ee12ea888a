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
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** One rule that may never break, told of everything that happens. */
public abstract class Rule {
    private final SimulatedCutover scene;
    private final Map<String, Long> checks = new TreeMap<>();

    Rule(SimulatedCutover scene) {
        this.scene = scene;
    }

    final SimulatedCutover scene() {
        return scene;
    }

    /** @param what is checked, in one word or two: each is counted by itself */
    final void check(String what, boolean holds, Supplier<String> otherwise) {
        checks.merge(what, 1L, Long::sum);
        if (!holds) {
            scene.violated(this, otherwise.get());
        }
    }

    /** How often each thing that it demands was checked. */
    public final Map<String, Long> checks() {
        return checks;
    }

    /** A tick begins. */
    public void begun(TickScope tick) {}

    /** A tick gave its answer. */
    public void ended(TickScope tick, Tick answer) {}

    /** A tick threw. */
    public void thrown(TickScope tick, RuntimeException e) {}

    /** The fleet is about to be told to be this. */
    public void applying(String service, DesiredTraffic desired) {}

    /** One command took effect. */
    public void commanded(HaproxyModel instance, String command, HaproxyModel.Serving before) {}

    public void marathon(MarathonModel marathon, String change, int instances) {}

    public void cluster(ClusterModel cluster, String change) {}

    /** @param before null for the first of a cutover */
    public void written(CutoverRecord before, CutoverRecord after) {}

    /** The lease of an environment was taken, or renewed. */
    public void leased(String environment, Locks.Holder before, Locks.Holder after) {}

    /** Something was told to people: a status, a result, a failure. */
    public void said(String text) {}

    /** All is over, and the last rollback had all the time that it needed. */
    public void over(String service) {}

    @Override
    public final String toString() {
        return getClass().getSimpleName();
    }
}
