package io.jenkins.plugins.cutover.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.journal.Locks;
import io.jenkins.plugins.cutover.journal.MirroredJournal;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.operation.guard.LastPoll;
import io.jenkins.plugins.cutover.operation.handover.HandoverCheck;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists all cutovers in the journal, open ones first. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Lists the cutovers: state, share of EKS, owner, lock, and the confirmed state of each HAProxy instance.",
        footer = {
            "",
            "Exit status: 0 success, 1 a record cannot be read (its cutover may be open), 2 no such"
                    + " journal or wrong usage."
        })
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private JournalOptions options;

    @Option(names = "--open", description = "Only open cutovers.")
    private boolean openOnly;

    @Option(names = "--json", description = "JSON output: a list.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        options.requireFolder();
        Journal journal = options.stores().journal();
        Journal.Contents contents = journal.contents();
        List<CutoverRecord> records = contents.records().stream()
                .filter(r -> !openOnly || r.state().open())
                .sorted(Comparator.comparing(r -> !r.state().open()))
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.mapper()
                    .writeValueAsString(
                            records.stream().map(r -> data(journal, r)).toList()));
        } else if (records.isEmpty() && contents.unreadable().isEmpty()) {
            out.println("No cutovers in " + options.address());
        } else {
            records.forEach(r -> print(out, r));
        }
        contents.unreadable().forEach(line -> spec.commandLine().getErr().println("cutover: " + line));
        return contents.unreadable().isEmpty() ? 0 : Main.FAILED;
    }

    private void print(PrintWriter out, CutoverRecord r) {
        out.printf(
                "%s: %s, %s on EKS, environment %s%n",
                r.service(), r.state(), r.share(), r.spec().environment());
        row(out, "by", r.owner() + ", last change " + ago(r.updatedAt()));
        if (r.state().open()) {
            row(out, "lock", lock(r));
        }
        String judged = LastPoll.text(r, Instant.now());
        if (!judged.isEmpty()) {
            row(out, "judged", judged);
        }
        r.confirmed().forEach((instance, c) -> {
            String does = c.problem().isEmpty() ? "EKS " + c.share() : "not confirmed: " + c.problem();
            row(out, "HAProxy", instance + "  " + does);
        });
        HandoverCheck.warning(r).ifPresent(text -> row(out, "warning", text));
        HandoverCheck.dependence(r).ifPresent(text -> row(out, "follower", text));
        if (r.rollback() != null) {
            row(out, "reason", r.rollback().reason());
        }
        if (!r.history().isEmpty()) {
            row(out, "last", r.history().get(r.history().size() - 1).text());
        }
        if (r.state().open()) {
            row(out, "then", "./cutover resume --service " + r.service());
            row(out, "or", "./cutover rollback --service " + r.service());
        }
    }

    private static void row(PrintWriter out, String name, String text) {
        out.printf("  %-8s %s%n", name, text);
    }

    private String lock(CutoverRecord r) {
        try {
            return options.stores()
                    .locks()
                    .holder(r.spec().environment())
                    .map(StatusCommand::held)
                    .orElse("not held");
        } catch (CutoverException e) {
            return e.getMessage();
        }
    }

    private static String held(Locks.Holder holder) {
        return "held by " + holder.owner() + " for " + holder.service() + ", renewed " + ago(holder.renewed());
    }

    /** By the clock of this machine; the record may come from one whose clock is ahead. */
    private static String ago(Instant then) {
        Duration since = Duration.between(then, Instant.now()).truncatedTo(ChronoUnit.SECONDS);
        return since.isNegative() || since.isZero() ? "just now" : Durations.text(rough(since)) + " ago";
    }

    private static Duration rough(Duration since) {
        return since.toHours() > 0 ? since.truncatedTo(ChronoUnit.MINUTES) : since;
    }

    private Map<String, Object> data(Journal journal, CutoverRecord r) {
        Map<String, Object> data = new TreeMap<>();
        data.put("service", r.service());
        data.put("environment", r.spec().environment());
        data.put("state", r.state());
        data.put("open", r.state().open());
        data.put("percent", r.share().percent());
        data.put("owner", r.owner().toString());
        data.put("openedAt", r.openedAt());
        data.put("updatedAt", r.updatedAt());
        data.put("instances", r.confirmed());
        LastPoll.age(r, Instant.now()).ifPresent(age -> data.put("secondsSincePoll", age.toSeconds()));
        data.put("guard", r.guard() == null ? "" : r.guard().by().toString());
        data.put("reason", r.rollback() == null ? "" : r.rollback().reason());
        data.put("warning", HandoverCheck.warning(r).orElse(""));
        data.put("handover", r.handed());
        data.put("copy", MirroredJournal.note(r).orElse(""));
        data.put("history", history(journal, r));
        return data;
    }

    /** A history that cannot be read in full must not hide the other cutovers. */
    private List<Event> history(Journal journal, CutoverRecord r) {
        try {
            return journal.history(r);
        } catch (CutoverException lost) {
            spec.commandLine()
                    .getErr()
                    .println("cutover: " + r.service() + ": earlier history is missing: " + lost.getMessage());
            return r.history();
        }
    }
}
