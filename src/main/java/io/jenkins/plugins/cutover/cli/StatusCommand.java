package io.jenkins.plugins.cutover.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows every cutover that the journal knows. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows the cutovers: state, share of EKS, owner, and what each HAProxy instance is known to do.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private JournalOptions options;

    @Option(names = "--open", description = "Only those under way.")
    private boolean openOnly;

    @Option(names = "--json", description = "As a JSON list.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        List<CutoverRecord> records = options.journal().all().stream()
                .filter(r -> !openOnly || r.state().open())
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.mapper()
                    .writeValueAsString(
                            records.stream().map(StatusCommand::data).toList()));
        } else if (records.isEmpty()) {
            out.println("No cutovers in " + options.folder());
        } else {
            records.forEach(r -> print(out, r));
        }
        return 0;
    }

    private static void print(PrintWriter out, CutoverRecord r) {
        out.printf("%-24s %-13s EKS %-7s %s, %s%n", r.service(), r.state(), r.share(), r.owner(), r.updatedAt());
        r.confirmed()
                .forEach((instance, c) -> out.printf(
                        "  %-40s %s%n",
                        instance, c.problem().isEmpty() ? "EKS " + c.share() : "not confirmed: " + c.problem()));
        if (!r.history().isEmpty()) {
            Event last = r.history().get(r.history().size() - 1);
            out.printf("  last: %s%n", last.text());
        }
    }

    private static Map<String, Object> data(CutoverRecord r) {
        Map<String, Object> data = new TreeMap<>();
        data.put("service", r.service());
        data.put("state", r.state());
        data.put("percent", r.share().percent());
        data.put("owner", r.owner().toString());
        data.put("openedAt", r.openedAt());
        data.put("updatedAt", r.updatedAt());
        data.put("instances", r.confirmed());
        data.put("reason", r.rollback() == null ? "" : r.rollback().reason());
        data.put("history", new ArrayList<>(r.history()));
        return data;
    }
}
