package io.jenkins.plugins.cutover.traffic.dialogue;

import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.DrainOutcome.OfInstance;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.ServerReading;
import io.jenkins.plugins.cutover.traffic.runtime.Dialogue;
import io.jenkins.plugins.cutover.traffic.runtime.DialogueResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The conversation that puts the idle servers of a side without traffic into maintenance. */
public final class DrainDialogue implements Dialogue {
    private final InstanceAddress instance;
    private final Side side;
    private final boolean cut;
    private final InstanceReader reader;
    private Function<List<String>, List<String>> then;
    private OfInstance outcome;

    public DrainDialogue(Side side, boolean cut, InstanceReader reader) {
        this.instance = reader.instance();
        this.side = side;
        this.cut = cut;
        this.reader = reader;
        this.then = answers -> reading(answers, this::change);
    }

    @Override
    public List<String> next(List<String> replies) {
        return replies.isEmpty() ? reader.questions() : then.apply(replies);
    }

    public OfInstance outcome(DialogueResult ending) {
        return ending instanceof DialogueResult.Broken broken
                ? new OfInstance(instance, -1, 0, broken.reason())
                : outcome;
    }

    private List<String> reading(List<String> answers, Function<Reachable, List<String>> next) {
        return reader.reading(answers).map(next).orElseGet(reader::questions);
    }

    private List<String> change(Reachable now) {
        String traffic = traffic(now);
        if (!traffic.isEmpty()) {
            outcome = new OfInstance(instance, now.sessions(side), 0, traffic);
            return List.of();
        }
        List<String> commands = new ArrayList<>();
        for (ServerReading server : now.servers(side)) {
            if (server.sessions() > 0 && cut) {
                commands.add(RuntimeCommands.cut(server));
            }
            if ((server.sessions() == 0 || cut) && !server.maintenance()) {
                // Weight 0 in maintenance is the mark of a drain; whoever else puts a server away leaves its weight.
                commands.add(RuntimeCommands.weight(server, 0));
                commands.add(RuntimeCommands.maintenance(server));
            }
        }
        then = replies -> {
            RuntimeCommands.check(commands, replies);
            then = again -> reading(again, this::look);
            return reader.questions();
        };
        return commands.isEmpty() ? look(now) : commands;
    }

    /** Why the side cannot be drained: it still gets requests. */
    private String traffic(Reachable now) {
        Share mine = side == Side.EKS ? Share.NONE : Share.ALL;
        if (now.draw() >= 0) {
            return now.share().equals(mine) ? "" : "the map still gives EKS " + now.share();
        }
        return now.servers(side).stream()
                .filter(s -> s.weight() > 0)
                .findFirst()
                .map(s -> s.name() + " still has weight " + s.weight())
                .orElse("");
    }

    private List<String> look(Reachable now) {
        outcome = new OfInstance(instance, now.sessions(side), 0, "");
        return List.of();
    }
}
