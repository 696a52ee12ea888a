package io.jenkins.plugins.cutover.traffic.dialogue;

import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.runtime.Dialogue;
import io.jenkins.plugins.cutover.traffic.runtime.DialogueResult;
import io.jenkins.plugins.cutover.traffic.runtime.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks a master process for the requests that old workers still serve after a reload. They accept no new connections, but
 * long ones (WebSockets, downloads) stay there, and the admin socket of the new worker does not show them.
 */
public final class OldWorkers implements Dialogue {
    private static final Pattern SESSION = Pattern.compile("(?m)^(0x[0-9a-f]+): .*? be=(\\S+) .*?srv=(\\S+)");

    private final HaproxySpec spec;
    private final Side side;
    private final boolean closeOpen;
    private Function<List<String>, List<String>> nextStep = this::begin;
    private List<String> workers = List.of();
    private long open;
    private String problem = "";

    /** @param closeOpen whether open sessions are closed now; their clients get an error */
    public OldWorkers(HaproxySpec spec, Side side, boolean closeOpen) {
        this.spec = spec;
        this.side = side;
        this.closeOpen = closeOpen;
    }

    @Override
    public boolean withMaster() {
        return true;
    }

    @Override
    public List<String> next(List<String> replies) {
        return nextStep.apply(replies);
    }

    /** Records how the dialogue ended. */
    public OldWorkers withResult(DialogueResult result) {
        if (result instanceof DialogueResult.Failed failed) {
            problem = "its master: " + failed.reason();
        }
        return this;
    }

    /** Open requests of the side in old workers; 0 or more. */
    public long open() {
        return open;
    }

    /** One line; empty when there is none. */
    public String problem() {
        return problem;
    }

    private List<String> begin(List<String> nothing) {
        nextStep = this::readStats;
        return List.of("show proc");
    }

    private List<String> readStats(List<String> replies) {
        workers = oldWorkers(replies.get(0));
        nextStep = this::sumSessions;
        // By name HAProxy would print a frontend of the same name.
        return workers.stream().map(w -> w + "show stat -1 6 -1").toList();
    }

    /** Lines below {@code # old workers}, up to the next heading. */
    private static List<String> oldWorkers(String processes) {
        List<String> found = new ArrayList<>();
        boolean inSection = false;
        for (String line : processes.lines().toList()) {
            inSection = line.startsWith("#") ? line.startsWith("# old workers") : inSection;
            String pid = line.split("\\s", 2)[0];
            if (inSection && pid.matches("\\d+")) {
                found.add("@!" + pid + " ");
            }
        }
        return found;
    }

    private List<String> sumSessions(List<String> replies) {
        List<String> busy = new ArrayList<>();
        for (int i = 0; i < replies.size(); i++) {
            long sessions = sessions(replies.get(i));
            open += sessions;
            if (sessions > 0) {
                busy.add(workers.get(i));
            }
        }
        workers = busy;
        nextStep = this::closeSessions;
        return closeOpen ? workers.stream().map(w -> w + "show sess").toList() : List.of();
    }

    private long sessions(String stat) {
        if (stat.startsWith("Can't find the target")) {
            return 0; // the worker has ended since
        }
        return Table.csv("show stat -1 6 -1", stat).rows().stream()
                .filter(r -> r.text("type").equals("2") && belongsToSide(r.text("pxname"), r.text("svname")))
                .mapToLong(r -> r.number("scur"))
                .sum();
    }

    /** An old worker refuses "shutdown sessions server" since its proxies are stopped, but closes single sessions. */
    private List<String> closeSessions(List<String> replies) {
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < replies.size(); i++) {
            String worker = workers.get(i);
            SESSION.matcher(replies.get(i))
                    .results()
                    .filter(m -> belongsToSide(m.group(2), m.group(3)))
                    .forEach(m -> commands.add(worker + "shutdown session " + m.group(1)));
        }
        nextStep = done -> List.of();
        return commands;
    }

    private boolean belongsToSide(String backend, String server) {
        Set<String> backends = Stream.of(
                        spec.backend(),
                        spec.split() == null ? spec.backend() : spec.split().eksBackend())
                .collect(Collectors.toSet());
        return backends.contains(backend) && spec.sideOf(server) == side;
    }
}
