package io.jenkins.plugins.cutover.traffic.dialogue;

import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.runtime.Dialogue;
import io.jenkins.plugins.cutover.traffic.runtime.DialogueResult;
import java.util.List;
import java.util.stream.Collectors;

/** The conversation of the preflight: reads, and tries whether the socket would let us change something. */
public final class ProbeDialogue implements Dialogue {
    private final InstanceReader reader;
    private Reachable reading;
    private List<String> answers = List.of();
    private String problem = "";

    public ProbeDialogue(InstanceReader reader) {
        this.reader = reader;
    }

    @Override
    public List<String> next(List<String> replies) {
        if (replies.isEmpty()) {
            // The level is looked at before the server's name is: a name that nobody has changes nothing.
            String nobody = reader.spec().backend() + "/cutover-no-such-server";
            return List.of(RuntimeCommands.weight(nobody, 0), "show backend", "show events");
        }
        if (answers.isEmpty()) {
            answers = replies;
            return reader.questions();
        }
        if (!backends().contains(reader.spec().backend())) {
            problem = "there is no backend " + reader.spec().backend() + "; the backends are "
                    + backends().stream().sorted().collect(Collectors.joining(", "));
        } else {
            reading = reader.reading(replies).orElse(null);
            return reading == null ? reader.questions() : List.of();
        }
        return List.of();
    }

    public ProbeDialogue ended(DialogueResult ending) {
        if (ending instanceof DialogueResult.Broken broken) {
            problem = broken.reason();
        }
        return this;
    }

    public InstanceAddress instance() {
        return reader.instance();
    }

    /** Why there is no {@link #reading()}; empty when there is one. */
    public String problem() {
        return problem;
    }

    public Reachable reading() {
        return reading;
    }

    public boolean admin() {
        return !answers.get(0).startsWith("Permission denied");
    }

    public boolean hasRing(String ring) {
        return answers.get(2).lines().anyMatch(l -> l.strip().split("[ :]+")[0].equals(ring));
    }

    private List<String> backends() {
        return answers.get(1).lines().filter(l -> !l.startsWith("#")).toList();
    }
}
