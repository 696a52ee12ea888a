package io.jenkins.plugins.cutover.traffic.dialogue;

import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.traffic.runtime.Dialogue;
import io.jenkins.plugins.cutover.traffic.runtime.DialogueResult;
import io.jenkins.plugins.cutover.traffic.runtime.Dialogues;
import io.jenkins.plugins.cutover.traffic.runtime.RuntimeCommands;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks an address: which HAProxy answers there, and whether its socket has the admin level. */
public final class IdentifyDialogue implements Dialogue {
    /** HAProxy checks the level before the name, so a name that does not exist changes nothing. */
    private static final String NO_SUCH_SERVER = "cutover-no-such-backend/cutover-no-such-server";

    private List<String> answers = List.of();

    /** One finding for each instance, in the order given. */
    public static List<Finding> identify(List<InstanceAddress> instances, Dialogues client) {
        Map<InstanceAddress, IdentifyDialogue> dialogues = new LinkedHashMap<>();
        instances.forEach(i -> dialogues.put(i, new IdentifyDialogue()));
        Map<InstanceAddress, DialogueResult> results = client.run(dialogues);
        return instances.stream()
                .map(i -> dialogues.get(i).finding(i.toString(), results.get(i)))
                .toList();
    }

    @Override
    public List<String> next(List<String> replies) {
        if (replies.isEmpty()) {
            return List.of("show info", RuntimeCommands.weight(NO_SUCH_SERVER, 0));
        }
        InstanceReader.info(replies.get(0));
        answers = replies;
        return List.of();
    }

    private Finding finding(String about, DialogueResult result) {
        if (result instanceof DialogueResult.Failed failed) {
            return Finding.blocker(about, failed.reason());
        }
        if (RuntimeCommands.permissionDenied(answers.get(1))) {
            return Finding.blocker(about, RuntimeCommands.NO_ADMIN_LEVEL);
        }
        Map<String, String> info = InstanceReader.info(answers.get(0));
        String version = info.getOrDefault("Version", "of unknown version");
        String uptime = info.getOrDefault("Uptime_sec", "");
        String up =
                uptime.matches("\\d{1,9}") ? ", up " + Durations.text(Duration.ofSeconds(Long.parseLong(uptime))) : "";
        return Finding.info(about, "HAProxy " + version + up);
    }
}
