package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.DrainOutcome.OfInstance;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.runtime.Conversation;
import io.jenkins.plugins.cutover.traffic.runtime.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The conversation that puts the idle servers of a side without traffic into maintenance. */
final class Draining implements Conversation {
    private final InstanceAddress instance;
    private final Side side;
    private final boolean cut;
    private final InstanceReader reader;
    private final Commands say;
    private Function<List<String>, List<String>> then;
    private OfInstance outcome;

    Draining(InstanceAddress instance, Side side, boolean cut, InstanceReader reader) {
        this.instance = instance;
        this.side = side;
        this.cut = cut;
        this.reader = reader;
        this.say = new Commands(reader.spec().backend());
        this.then = this::change;
    }

    @Override
    public List<String> next(List<String> replies) {
        return replies.isEmpty() ? reader.questions() : then.apply(replies);
    }

    OfInstance outcome(Ending ending) {
        return ending instanceof Ending.Broken broken ? new OfInstance(instance, -1, broken.reason()) : outcome;
    }

    private List<String> change(List<String> answers) {
        Reachable now = reader.reading(instance, answers);
        List<String> commands = new ArrayList<>();
        for (ServerReading server : now.servers(side)) {
            if (server.weight() > 0) {
                outcome = new OfInstance(
                        instance, now.sessions(side), server.name() + " still has weight " + server.weight());
                return List.of();
            }
            if (server.sessions() > 0 && cut) {
                commands.add(say.cut(server.name()));
            }
            if ((server.sessions() == 0 || cut) && !server.maintenance()) {
                commands.add(say.maintenance(server.name()));
            }
        }
        then = replies -> {
            Commands.check(commands, replies);
            then = this::look;
            return reader.questions();
        };
        return commands.isEmpty() ? look(answers) : commands;
    }

    private List<String> look(List<String> answers) {
        Reachable now = reader.reading(instance, answers);
        outcome = new OfInstance(instance, now.sessions(side), "");
        return List.of();
    }
}
