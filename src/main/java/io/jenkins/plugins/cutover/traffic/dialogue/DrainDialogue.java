package io.jenkins.plugins.cutover.traffic.dialogue;

import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.DrainOutcome.OfInstance;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import io.jenkins.plugins.cutover.traffic.runtime.Dialogue;
import io.jenkins.plugins.cutover.traffic.runtime.DialogueResult;
import io.jenkins.plugins.cutover.traffic.runtime.RuntimeCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Puts the idle servers of a side that gets no traffic into maintenance. */
public final class DrainDialogue implements Dialogue {
    private final InstanceAddress instance;
    private final Side side;
    private final boolean closeOpen;
    private final InstanceReader reader;
    private Function<List<String>, List<String>> nextStep;
    private OfInstance outcome;

    /** @param closeOpen whether open sessions are closed now; their clients get an error */
    public DrainDialogue(Side side, boolean closeOpen, InstanceReader reader) {
        this.instance = reader.instance();
        this.side = side;
        this.closeOpen = closeOpen;
        this.reader = reader;
        this.nextStep = answers -> parse(answers, this::drainIdle);
    }

    @Override
    public List<String> next(List<String> replies) {
        return replies.isEmpty() ? reader.commands() : nextStep.apply(replies);
    }

    /** How far the side is drained, once the dialogue has ended. */
    public OfInstance outcome(DialogueResult result) {
        return result instanceof DialogueResult.Failed failed
                ? new OfInstance(instance, -1, 0, failed.reason())
                : outcome;
    }

    private List<String> parse(List<String> answers, Function<Reachable, List<String>> next) {
        return reader.parse(answers).map(next).orElseGet(reader::commands);
    }

    private List<String> drainIdle(Reachable now) {
        String traffic = traffic(now);
        if (!traffic.isEmpty()) {
            outcome = new OfInstance(instance, now.sessions(side), 0, traffic);
            return List.of();
        }
        List<String> commands = new ArrayList<>();
        for (ServerReading server : now.servers(side)) {
            if (server.sessions() > 0 && closeOpen) {
                commands.add(RuntimeCommands.shutdownSessions(server.path()));
            }
            if ((server.sessions() == 0 || closeOpen) && !server.maintenance()) {
                // Weight 0 in maintenance marks a drain: maintenance by anyone else leaves the weight.
                commands.add(RuntimeCommands.weight(server.path(), 0));
                commands.add(RuntimeCommands.maintenance(server.path()));
            }
        }
        nextStep = replies -> {
            RuntimeCommands.requireSuccess(commands, replies);
            nextStep = again -> parse(again, this::countSessions);
            return reader.commands();
        };
        return commands.isEmpty() ? countSessions(now) : commands;
    }

    /** Why the side cannot be drained: it still gets requests. */
    private String traffic(Reachable now) {
        Share noTraffic = side == Side.EKS ? Share.NONE : Share.ALL;
        if (now.mapShare() >= 0) {
            return now.share().equals(noTraffic) ? "" : "the map still gives EKS " + now.share();
        }
        return now.servers(side).stream()
                .filter(s -> s.weight() > 0)
                .findFirst()
                .map(s -> s.name() + " still has weight " + s.weight())
                .orElse("");
    }

    private List<String> countSessions(Reachable now) {
        outcome = new OfInstance(instance, now.sessions(side), 0, "");
        return List.of();
    }
}
