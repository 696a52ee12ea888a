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
 * The conversation with a master process about the workers that a reload left behind: they take no new connections, but
 * long ones (WebSockets, downloads) go on there, unseen by the admin socket of the new worker.
 */
public final class OldWorkers implements Dialogue {
    private static final Pattern SESSION = Pattern.compile("(?m)^(0x[0-9a-f]+): .*? be=(\\S+) .*?srv=(\\S+)");

    private final HaproxySpec spec;
    private final Side side;
    private final boolean cut;
    private Function<List<String>, List<String>> then = this::begin;
    private List<String> workers = List.of();
    private long open;
    private String problem = "";

    public OldWorkers(HaproxySpec spec, Side side, boolean cut) {
        this.spec = spec;
        this.side = side;
        this.cut = cut;
    }

    @Override
    public boolean withMaster() {
        return true;
    }

    @Override
    public List<String> next(List<String> replies) {
        return then.apply(replies);
    }

    public OldWorkers ended(DialogueResult ending) {
        if (ending instanceof DialogueResult.Broken broken) {
            problem = "its master: " + broken.reason();
        }
        return this;
    }

    /** Requests of the side that old workers still serve. */
    public long open() {
        return open;
    }

    /** One line; empty when there is none. */
    public String problem() {
        return problem;
    }

    private List<String> begin(List<String> nothing) {
        then = this::count;
        return List.of("show proc");
    }

    private List<String> count(List<String> replies) {
        workers = old(replies.get(0));
        then = this::counted;
        // By name HAProxy would tell of a frontend that has the backend's name too.
        return workers.stream().map(w -> w + "show stat -1 6 -1").toList();
    }

    /** Lines below {@code # old workers}, up to the next heading. */
    private static List<String> old(String processes) {
        List<String> found = new ArrayList<>();
        boolean among = false;
        for (String line : processes.lines().toList()) {
            among = line.startsWith("#") ? line.startsWith("# old workers") : among;
            String pid = line.split("\\s", 2)[0];
            if (among && pid.matches("\\d+")) {
                found.add("@!" + pid + " ");
            }
        }
        return found;
    }

    private List<String> counted(List<String> replies) {
        List<String> busy = new ArrayList<>();
        for (int i = 0; i < replies.size(); i++) {
            long here = sessions(replies.get(i));
            open += here;
            if (here > 0) {
                busy.add(workers.get(i));
            }
        }
        workers = busy;
        then = this::cut;
        return cut ? workers.stream().map(w -> w + "show sess").toList() : List.of();
    }

    private long sessions(String stat) {
        if (stat.startsWith("Can't find the target")) {
            return 0; // It has ended since.
        }
        return Table.csv("show stat -1 6 -1", stat).rows().stream()
                .filter(r -> r.text("type").equals("2") && ours(r.text("pxname"), r.text("svname")))
                .mapToLong(r -> r.number("scur"))
                .sum();
    }

    /** An old worker refuses "shutdown sessions server", its proxies being stopped; one by one it does it. */
    private List<String> cut(List<String> replies) {
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < replies.size(); i++) {
            String worker = workers.get(i);
            SESSION.matcher(replies.get(i))
                    .results()
                    .filter(m -> ours(m.group(2), m.group(3)))
                    .forEach(m -> commands.add(worker + "shutdown session " + m.group(1)));
        }
        then = done -> List.of();
        return commands;
    }

    private boolean ours(String backend, String server) {
        Set<String> backends = Stream.of(
                        spec.backend(),
                        spec.split() == null ? spec.backend() : spec.split().eksBackend())
                .collect(Collectors.toSet());
        return backends.contains(backend) && spec.sideOf(server) == side;
    }
}
