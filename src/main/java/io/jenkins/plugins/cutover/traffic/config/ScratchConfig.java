package io.jenkins.plugins.cutover.traffic.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A configuration that can be started beside the HAProxy that runs: it listens on Unix sockets in a folder of its own, keeps
 * no state of servers, logs nowhere, and needs no privilege. Servers and their settings are those of the file.
 */
final class ScratchConfig {
    private static final Set<String> GLOBAL = Set.of(
            "chroot",
            "user",
            "group",
            "uid",
            "gid",
            "daemon",
            "pidfile",
            "master-worker",
            "maxconn",
            "ulimit-n",
            "stats",
            "server-state-file",
            "server-state-base",
            "cpu-map",
            "nbproc",
            "log");

    private static final Set<String> ELSEWHERE = Set.of("log", "load-server-state-from-file");

    private ScratchConfig() {}

    static String of(String text, Path folder) {
        List<String> kept = new ArrayList<>();
        String section = "";
        int sockets = 0;
        for (String line : text.lines().toList()) {
            List<String> words = ServerLine.split(line);
            String first = words.isEmpty() ? "" : words.get(0);
            section = ConfigEdit.sectionStarts(line) ? first : section;
            if (first.equals("bind")) {
                kept.add("    bind unix@" + folder.resolve("bind" + sockets++));
            } else if (!dropped(section, first)) {
                kept.add(line);
            }
        }
        kept.add("global");
        kept.add("    stats socket unix@" + folder.resolve("admin.sock") + " level admin");
        kept.add("    maxconn 200");
        return String.join("\n", kept) + "\n";
    }

    private static boolean dropped(String section, String first) {
        return section.equals("program") || (section.equals("global") ? GLOBAL : ELSEWHERE).contains(first);
    }
}
