package io.jenkins.plugins.cutover.traffic.dialogue;

import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.runtime.Dialogue;
import io.jenkins.plugins.cutover.traffic.runtime.DialogueResult;
import io.jenkins.plugins.cutover.traffic.runtime.RuntimeCommands;
import io.jenkins.plugins.cutover.traffic.runtime.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads an instance for the preflight, and tries whether its socket has the admin level. */
public final class ProbeDialogue implements Dialogue {
    /** The rows of all frontends. */
    private static final String FRONTENDS = "show stat -1 1 -1";

    private final InstanceReader reader;
    private Reachable reading;
    private List<String> answers = List.of();
    private List<RingLine> lines = List.of();
    private String problem = "";
    private String info = "";

    /** How much the lines of a ring tell. */
    public enum RingFormat {
        NO_LINES,
        TIMES_ONLY,
        COMPLETE
    }

    public ProbeDialogue(InstanceReader reader) {
        this.reader = reader;
    }

    @Override
    public List<String> next(List<String> replies) {
        if (replies.isEmpty()) {
            // HAProxy checks the level before the name, so a name that does not exist changes nothing.
            String noSuchServer = reader.spec().backend() + "/cutover-no-such-server";
            List<String> commands = new ArrayList<>(
                    List.of(RuntimeCommands.weight(noSuchServer, 0), "show backend", "show events", FRONTENDS));
            if (!ring().isEmpty()) {
                commands.add("show events " + ring());
            }
            return commands;
        }
        if (answers.isEmpty()) {
            answers = replies;
            lines = ring().isEmpty() ? List.of() : RingDialogue.linesOf(replies.get(4), reader.spec());
            return reader.commands();
        }
        if (!backends().contains(reader.spec().backend())) {
            problem = "there is no backend " + reader.spec().backend() + "; the backends are "
                    + backends().stream().sorted().collect(Collectors.joining(", "));
        } else {
            info = replies.get(0);
            reading = reader.parse(replies).orElse(null);
            return reading == null ? reader.commands() : List.of();
        }
        return List.of();
    }

    /** Records how the dialogue ended. */
    public ProbeDialogue withResult(DialogueResult result) {
        if (result instanceof DialogueResult.Failed failed) {
            problem = failed.reason();
        }
        return this;
    }

    /** The instance that was read. */
    public InstanceAddress instance() {
        return reader.instance();
    }

    /** Why there is no {@link #reading()}; empty when there is one. */
    public String problem() {
        return problem;
    }

    /** What was read; null when there is a {@link #problem()}. */
    public Reachable reading() {
        return reading;
    }

    /** Whether the socket has the admin level. */
    public boolean admin() {
        return !RuntimeCommands.permissionDenied(answers.get(0));
    }

    /** Whether the instance has a ring of that name. */
    public boolean hasRing(String ring) {
        return answers.get(2).lines().anyMatch(l -> l.strip().split("[ :]+")[0].equals(ring));
    }

    /** What the newest line of this service in the ring tells. */
    public RingFormat ringFormat() {
        if (lines.isEmpty()) {
            return RingFormat.NO_LINES;
        }
        return newest().complete() ? RingFormat.COMPLETE : RingFormat.TIMES_ONLY;
    }

    /** Whether the newest line has a field for the route. */
    public boolean ringHasRoutes() {
        return !lines.isEmpty() && newest().route() != null;
    }

    /** Whether the newest line has a field for the content coding. */
    public boolean ringHasCodings() {
        return !lines.isEmpty() && newest().coding() != null;
    }

    private RingLine newest() {
        return lines.get(lines.size() - 1);
    }

    private String ring() {
        String ring = reader.spec().latencyRing();
        return ring == null ? "" : ring;
    }

    /** How many connections HAProxy takes in all: the global {@code maxconn}. 0 when it is not known. */
    public long connections() {
        return number(InstanceReader.info(info).getOrDefault("Maxconn", ""));
    }

    /** How many connections the frontends may take together: the sum of their {@code maxconn}. */
    public long frontendConnections() {
        return Table.csv(FRONTENDS, answers.get(3)).rows().stream()
                .filter(row -> row.text("type").equals("0"))
                .mapToLong(row -> number(row.optional("slim", "")))
                .sum();
    }

    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    private List<String> backends() {
        return answers.get(1).lines().filter(l -> !l.startsWith("#")).toList();
    }
}
