package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.traffic.runtime.Conversation;
import io.jenkins.plugins.cutover.traffic.runtime.Conversations;
import io.jenkins.plugins.cutover.traffic.runtime.Ending;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The conversation that proves an address: who is there, and whether it would let us change something. */
final class Greeting implements Conversation {
    /** A name that nobody has changes nothing, but the level is looked at first. */
    private static final String NOBODY = "cutover-no-such-backend/cutover-no-such-server";

    private List<String> answers = List.of();

    static List<Finding> each(List<InstanceAddress> instances, Conversations conversations) {
        Map<InstanceAddress, Greeting> greetings = new LinkedHashMap<>();
        instances.forEach(i -> greetings.put(i, new Greeting()));
        Map<InstanceAddress, Ending> endings = conversations.hold(greetings);
        return instances.stream()
                .map(i -> greetings.get(i).finding(i.toString(), endings.get(i)))
                .toList();
    }

    @Override
    public List<String> next(List<String> replies) {
        if (replies.isEmpty()) {
            return List.of("show info", Commands.weight(NOBODY, 0));
        }
        InstanceReader.info(replies.get(0));
        answers = replies;
        return List.of();
    }

    private Finding finding(String about, Ending ending) {
        if (ending instanceof Ending.Broken broken) {
            return Finding.blocker(about, broken.reason());
        }
        if (answers.get(1).startsWith("Permission denied")) {
            return Finding.blocker(about, Commands.refusal("", "Permission denied"));
        }
        Map<String, String> info = InstanceReader.info(answers.get(0));
        String version = info.getOrDefault("Version", "of unknown version");
        String uptime = info.getOrDefault("Uptime_sec", "");
        String up =
                uptime.matches("\\d{1,9}") ? ", up " + Durations.text(Duration.ofSeconds(Long.parseLong(uptime))) : "";
        return Finding.info(about, "HAProxy " + version + up);
    }
}
