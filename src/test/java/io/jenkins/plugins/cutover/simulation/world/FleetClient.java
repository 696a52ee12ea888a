package io.jenkins.plugins.cutover.simulation.world;

import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.simulation.world.Network.Delivery;
import io.jenkins.plugins.cutover.simulation.world.Network.Rest;
import io.jenkins.plugins.cutover.traffic.runtime.Dialogue;
import io.jenkins.plugins.cutover.traffic.runtime.DialogueResult;
import io.jenkins.plugins.cutover.traffic.runtime.Dialogues;
import io.jenkins.plugins.cutover.traffic.runtime.ProtocolException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the real router's protocol against the model HAProxies, batch by batch, all instances in parallel. */
final class FleetClient implements Dialogues {
    private static final Duration DEADLINE = Duration.ofMillis(1500);

    private final ServiceWorld world;
    private final Network wire;

    FleetClient(ServiceWorld world, Network wire) {
        this.world = world;
        this.wire = wire;
    }

    @Override
    public Map<InstanceAddress, DialogueResult> run(Map<InstanceAddress, ? extends Dialogue> conversations) {
        Map<InstanceAddress, DialogueResult> endings = new LinkedHashMap<>();
        Map<InstanceAddress, List<String>> replies = new LinkedHashMap<>();
        conversations.keySet().forEach(i -> replies.put(i, List.of()));
        boolean silent = false;
        while (!replies.isEmpty()) {
            for (InstanceAddress address : List.copyOf(replies.keySet())) {
                DialogueResult ending = exchange(address, conversations.get(address), replies);
                if (ending != null) {
                    replies.remove(address);
                    endings.put(address, ending);
                    silent |= ending instanceof DialogueResult.Failed;
                }
            }
            wire.pass("haproxy", Duration.ofMillis(1));
        }
        if (silent) {
            wire.pass("haproxy, silent", DEADLINE);
        }
        return endings;
    }

    /** One batch and its answers. @return how it ended, or null when it continues */
    private DialogueResult exchange(
            InstanceAddress address, Dialogue talk, Map<InstanceAddress, List<String>> replies) {
        List<String> batch;
        try {
            batch = talk.next(replies.get(address));
        } catch (ProtocolException e) {
            return new DialogueResult.Failed(e.getMessage());
        }
        if (batch.isEmpty()) {
            return new DialogueResult.Completed(Network.ROUND);
        }
        List<String> answers = world.instance(address)
                .map(instance -> answers(instance, batch))
                .orElse(null);
        if (answers == null) {
            return new DialogueResult.Failed(
                    "no answer in 1500 ms, waiting for the answer to \"" + batch.get(0) + "\"");
        }
        replies.put(address, answers);
        return null;
    }

    private List<String> answers(HaproxyModel instance, List<String> batch) {
        if (!instance.answers() || !wire.answers(instance.toString())) {
            return null;
        }
        world.flow();
        boolean changes = batch.stream().anyMatch(HaproxyModel::changes);
        Delivery delivery =
                changes ? wire.delivery(instance.toString(), batch.size(), DEADLINE) : Delivery.whole(batch.size());
        List<String> answers = new ArrayList<>();
        batch.subList(0, delivery.atOnce()).forEach(command -> answers.add(world.command(instance, command)));
        List<String> rest = batch.subList(delivery.atOnce(), batch.size());
        if (delivery.rest() == Rest.LATE && !rest.isEmpty()) {
            long process = instance.pid();
            world.time().after(delivery.later(), () -> late(instance, process, rest));
        }
        rest.forEach(command -> answers.add("Permission denied"));
        return delivery.answered() ? answers : null;
    }

    /** Commands queued in a frozen process's socket take effect when it continues, unless it was replaced. */
    private void late(HaproxyModel instance, long process, List<String> rest) {
        if (instance.pid() != process || !world.fleet().contains(instance)) {
            return;
        }
        if (instance.frozen()) {
            world.time().after(Duration.ofMillis(100), () -> late(instance, process, rest));
        } else {
            world.flow();
            world.listener().late(true);
            rest.forEach(command -> world.command(instance, command));
            world.listener().late(false);
        }
    }
}
