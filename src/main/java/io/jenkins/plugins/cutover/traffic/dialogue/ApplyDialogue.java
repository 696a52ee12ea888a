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
import io.jenkins.plugins.cutover.traffic.runtime.RuntimeCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sets one instance to the desired traffic: read, set addresses, raise weights, lower weights, read back. Each batch is
 * sent only after every command of the previous one succeeded, so nothing is lowered before all raises are confirmed. On
 * a rollback to Mesos (share 0) the weights come first and the addresses after.
 */
public final class ApplyDialogue implements Dialogue {
    private static final int MAX_SLOT_PASSES = 3;

    private final InstanceAddress instance;
    private final DesiredTraffic desired;
    private final InstanceReader reader;
    private final double tolerance;
    private final List<String> notes = new ArrayList<>();
    private Function<List<String>, List<String>> nextStep;
    private Reachable reading;
    private TrafficPlan plan;
    private int slotPasses;
    private boolean writing;
    private boolean changedSinceReading;
    private int changes;
    private Function<DialogueResult.Completed, InstanceOutcome> result;

    /** @param tolerance how far the achieved share may be from the desired one, in points */
    public ApplyDialogue(DesiredTraffic desired, InstanceReader reader, double tolerance) {
        this.instance = reader.instance();
        this.desired = desired;
        this.reader = reader;
        this.tolerance = tolerance;
        this.nextStep = nothing -> read(this::begin);
    }

    @Override
    public List<String> next(List<String> replies) {
        try {
            return nextStep.apply(replies);
        } catch (ProtocolException e) {
            // Other commands of the same batch may have taken effect: `changes` counts them.
            return endWith(new Refused(instance, e.getMessage(), changes > 0));
        }
    }

    /** What the dialogue achieved, once it has ended. */
    public InstanceOutcome outcome(DialogueResult dialogueResult) {
        if (dialogueResult instanceof DialogueResult.Completed completed && result != null) {
            return result.apply(completed);
        }
        String reason = dialogueResult instanceof DialogueResult.Failed failed ? failed.reason() : "ended too early";
        return new Unknown(instance, reason, writing || changes > 0);
    }

    private List<String> read(Function<Reachable, List<String>> next) {
        nextStep = answers -> reader.parse(answers)
                .map(now -> {
                    reading = now;
                    changedSinceReading = false;
                    return next.apply(now);
                })
                .orElseGet(reader::commands);
        return reader.commands();
    }

    private List<String> write(List<String> commands, Supplier<List<String>> next) {
        if (commands.isEmpty()) {
            return next.get();
        }
        writing = true;
        changedSinceReading = true;
        nextStep = answers -> {
            writing = false;
            changes += (int) answers.stream().filter(RuntimeCommands::succeeded).count();
            RuntimeCommands.requireSuccess(commands, answers);
            return next.get();
        };
        return commands;
    }

    private List<String> begin(Reachable now) {
        // At 100 % the file may be without them: Mesos was given up.
        if (now.servers(Side.MESOS).isEmpty() && !desired.share().equals(Share.ALL)) {
            throw new ProtocolException("no server of backend " + reader.spec().backend() + " matches \""
                    + reader.spec().mesosServers() + "\"");
        }
        List<String> undrain = new ServersInUse(desired).undrain(now);
        if (!undrain.isEmpty()) {
            return write(undrain, () -> read(this::afterUndrain));
        }
        return afterUndrain(now);
    }

    private List<String> afterUndrain(Reachable now) {
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
        List<String> mapChange = plan.mapShare() < 0 || plan.mapShare() == now.mapShare()
                ? List.of()
                : List.of(RuntimeCommands.mapShare(reader.spec().split(), plan.mapShare()));
        return write(
                plan.raises(now.servers()),
                () -> write(mapChange, () -> write(plan.lowers(now.servers()), this::afterWeights)));
    }

    private List<String> afterWeights() {
        if (!plan.refusal().isEmpty()) {
            return endWith(new Refused(instance, plan.refusal(), changes > 0));
        }
        if (!plan.waits().isEmpty()) {
            return endWith(new Pending(instance, plan.waits()));
        }
        Function<Reachable, List<String>> last = slotPasses > 0 ? this::confirm : this::slots;
        return changedSinceReading ? read(last) : last.apply(reading);
    }

    private List<String> confirm(Reachable now) {
        if (slotPasses < MAX_SLOT_PASSES
                && !SlotPlan.of(now, Set.copyOf(desired.eks())).commands().isEmpty()) {
            // Some server could not be reassigned while it was the last one with traffic.
            return slots(now);
        }
        if (plan.mapShare() >= 0 && plan.mapShare() != now.mapShare()) {
            return endWith(new Refused(
                    instance, "the map reads back " + now.mapShare() + ", not " + plan.mapShare(), changes > 0));
        }
        for (ServerReading server : now.servers()) {
            int desiredWeight = plan.weights().getOrDefault(server.name(), server.weight());
            if (server.weight() != desiredWeight) {
                return endWith(new Refused(
                        instance,
                        server.name() + " reads back weight " + server.weight() + ", not " + desiredWeight
                                + "; does another program set it?",
                        changes > 0));
            }
        }
        notes.addAll(plan.notes());
        result = completed -> new Confirmed(instance, now.share(), changes, completed.took(), notes);
        return List.of();
    }

    private List<String> endWith(InstanceOutcome outcome) {
        result = completed -> outcome;
        return List.of();
    }
}
