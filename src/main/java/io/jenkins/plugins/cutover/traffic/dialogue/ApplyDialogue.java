package io.jenkins.plugins.cutover.traffic.dialogue;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.InstanceOutcome;
import io.jenkins.plugins.cutover.traffic.InstanceOutcome.Confirmed;
import io.jenkins.plugins.cutover.traffic.InstanceOutcome.Pending;
import io.jenkins.plugins.cutover.traffic.InstanceOutcome.Refused;
import io.jenkins.plugins.cutover.traffic.InstanceOutcome.Unknown;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import io.jenkins.plugins.cutover.traffic.plan.ServersInUse;
import io.jenkins.plugins.cutover.traffic.plan.SlotPlan;
import io.jenkins.plugins.cutover.traffic.plan.TrafficPlan;
import io.jenkins.plugins.cutover.traffic.plan.TrafficPlanner;
import io.jenkins.plugins.cutover.traffic.runtime.Dialogue;
import io.jenkins.plugins.cutover.traffic.runtime.DialogueResult;
import io.jenkins.plugins.cutover.traffic.runtime.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The conversation that makes one instance what is desired: read, addresses, raise, lower, read back. Each batch is
 * sent only after the one before was answered without fault, so nothing is lowered before all raises are confirmed.
 * On the way back to Mesos (share 0) the weights come first and the addresses after.
 */
public final class ApplyDialogue implements Dialogue {
    private static final int MOST_PASSES = 3;

    private final InstanceAddress instance;
    private final DesiredTraffic desired;
    private final InstanceReader reader;
    private final double tolerance;
    private final List<String> notes = new ArrayList<>();
    private Function<List<String>, List<String>> then;
    private Reachable reading;
    private TrafficPlan plan;
    private int slotPasses;
    private boolean writing;
    private boolean dirty;
    private int changes;
    private Function<DialogueResult.Over, InstanceOutcome> result;

    public ApplyDialogue(DesiredTraffic desired, InstanceReader reader, double tolerance) {
        this.instance = reader.instance();
        this.desired = desired;
        this.reader = reader;
        this.tolerance = tolerance;
        this.then = nothing -> read(this::begin);
    }

    @Override
    public List<String> next(List<String> replies) {
        try {
            return then.apply(replies);
        } catch (ProtocolException e) {
            // The answers to a batch say one by one what took effect; the first refusal is not all of it.
            return end(new Refused(instance, e.getMessage(), changes > 0));
        }
    }

    public InstanceOutcome outcome(DialogueResult ending) {
        if (ending instanceof DialogueResult.Over over && result != null) {
            return result.apply(over);
        }
        String reason = ending instanceof DialogueResult.Broken broken ? broken.reason() : "ended too early";
        return new Unknown(instance, reason, writing || changes > 0);
    }

    private List<String> read(Function<Reachable, List<String>> next) {
        then = answers -> reader.reading(answers)
                .map(now -> {
                    reading = now;
                    dirty = false;
                    return next.apply(now);
                })
                .orElseGet(reader::questions);
        return reader.questions();
    }

    private List<String> write(List<String> commands, Supplier<List<String>> next) {
        if (commands.isEmpty()) {
            return next.get();
        }
        writing = true;
        dirty = true;
        then = answers -> {
            writing = false;
            changes += (int) answers.stream().filter(RuntimeCommands::done).count();
            RuntimeCommands.check(commands, answers);
            return next.get();
        };
        return commands;
    }

    private List<String> begin(Reachable now) {
        if (now.servers(Side.MESOS).isEmpty()) {
            throw new ProtocolException("no server of backend " + reader.spec().backend() + " matches \""
                    + reader.spec().mesosServers() + "\"");
        }
        List<String> wake = new ServersInUse(desired).wake(now);
        if (!wake.isEmpty()) {
            return write(wake, () -> read(this::afterWake));
        }
        return afterWake(now);
    }

    private List<String> afterWake(Reachable now) {
        return desired.share().equals(Share.NONE) ? weights(now) : slots(now);
    }

    private List<String> slots(Reachable now) {
        SlotPlan slots = SlotPlan.of(now, Set.copyOf(desired.eks()));
        slotPasses++;
        if (!slots.problem().isEmpty() && !desired.share().equals(Share.NONE)) {
            throw new ProtocolException(slots.problem());
        }
        if (!slots.problem().isEmpty()) {
            notes.add(slots.problem());
        }
        return slots.commands().isEmpty() ? weights(now) : write(slots.commands(), () -> read(this::weights));
    }

    private List<String> weights(Reachable now) {
        plan = TrafficPlanner.of(now, desired, tolerance).plan(now);
        List<String> draw = plan.draw() < 0 || plan.draw() == now.draw()
                ? List.of()
                : List.of(RuntimeCommands.draw(reader.spec().split(), plan.draw()));
        return write(
                plan.raises(now.servers()),
                () -> write(draw, () -> write(plan.lowers(now.servers()), this::afterWeights)));
    }

    private List<String> afterWeights() {
        if (!plan.refusal().isEmpty()) {
            return end(new Refused(instance, plan.refusal(), changes > 0));
        }
        if (!plan.waits().isEmpty()) {
            return end(new Pending(instance, plan.waits()));
        }
        Function<Reachable, List<String>> last = slotPasses > 0 ? this::confirm : this::slots;
        return dirty ? read(last) : last.apply(reading);
    }

    private List<String> confirm(Reachable now) {
        if (slotPasses < MOST_PASSES
                && !SlotPlan.of(now, Set.copyOf(desired.eks())).commands().isEmpty()) {
            // A server that could not be emptied while it was the last one to serve.
            return slots(now);
        }
        if (plan.draw() >= 0 && plan.draw() != now.draw()) {
            return end(
                    new Refused(instance, "the map reads back " + now.draw() + " and not " + plan.draw(), changes > 0));
        }
        for (ServerReading server : now.servers()) {
            int wanted = plan.weights().getOrDefault(server.name(), server.weight());
            if (server.weight() != wanted) {
                return end(new Refused(
                        instance,
                        server.name() + " reads back weight " + server.weight() + " and not " + wanted
                                + "; does someone else set it?",
                        changes > 0));
            }
        }
        notes.addAll(plan.notes());
        result = over -> new Confirmed(instance, now.share(), changes, over.took(), notes);
        return List.of();
    }

    private List<String> end(InstanceOutcome outcome) {
        result = over -> outcome;
        return List.of();
    }
}
