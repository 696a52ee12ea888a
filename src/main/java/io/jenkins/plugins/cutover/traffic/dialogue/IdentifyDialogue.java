package io.jenkins.plugins.cutover.traffic.dialogue;

import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.traffic.runtime.Dialogue;
import io.jenkins.plugins.cutover.traffic.runtime.DialogueResult;
import io.jenkins.plugins.cutover.traffic.runtime.Dialogues;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The conversation that proves an address: who is there, and whether it would let us change something. */
public final class IdentifyDialogue implements Dialogue {
    /** A name that nobody has changes nothing, but the level is looked at first. */
    private static final String NOBODY = "cutover-no-such-backend/cutover-no-such-server";

    private List<String> answers = List.of();

    public static List<Finding> each(List<InstanceAddress> instances, Dialogues conversations) {
        Map<InstanceAddress, IdentifyDialogue> greetings = new LinkedHashMap<>();
        instances.forEach(i -> greetings.put(i, new IdentifyDialogue()));
        Map<InstanceAddress, DialogueResult> endings = conversations.hold(greetings);
        return instances.stream()
                .map(i -> greetings.get(i).finding(i.toString(), endings.get(i)))
                .toList();
    }

    @Override
    public List<String> next(List<String> replies) {
        if (replies.isEmpty()) {
            return List.of("show info", RuntimeCommands.weight(NOBODY, 0));
        }
        InstanceReader.info(replies.get(0));
        answers = replies;
        return List.of();
    }

    private Finding finding(String about, DialogueResult ending) {
        if (ending instanceof DialogueResult.Broken broken) {
            return Finding.blocker(about, broken.reason());
        }
        if (answers.get(1).startsWith("Permission denied")) {
            return Finding.blocker(about, RuntimeCommands.refusal("", "Permission denied"));
        }
        Map<String, String> info = InstanceReader.info(answers.get(0));
        String version = info.getOrDefault("Version", "of unknown version");
        String uptime = info.getOrDefault("Uptime_sec", "");
        String up =
                uptime.matches("\\d{1,9}") ? ", up " + Durations.text(Duration.ofSeconds(Long.parseLong(uptime))) : "";
        return Finding.info(about, "HAProxy " + version + up);
    }
}
