package io.jenkins.plugins.cutover.traffic.plan;

import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks the names that become part of commands: a blank, a semicolon or a line break in one would start another command. */
public final class SafeNames {
    private static final String NAME = "[A-Za-z0-9_.:-]+";
    private static final String FILE = "[A-Za-z0-9_.:/#@+-]+";

    private SafeNames() {}

    /** @throws InvalidInputException listing every name that HAProxy does not allow */
    public static HaproxySpec check(HaproxySpec spec) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("backend", spec.backend());
        if (!spec.latencyRing().isEmpty()) {
            names.put("latencyRing", spec.latencyRing());
        }
        if (spec.split() != null) {
            names.put("split.eksBackend", spec.split().eksBackend());
            names.put("split.key", spec.split().key());
        }
        List<String> faults = new ArrayList<>();
        names.forEach((argument, name) -> {
            if (!name.matches(NAME)) {
                faults.add("haproxy." + argument + ": \"" + name
                        + "\" is not letters, digits, \"-\", \"_\", \".\" and \":\"");
            }
        });
        if (spec.split() != null && !spec.split().map().matches(FILE)) {
            faults.add("haproxy.split.map: \"" + spec.split().map() + "\" is not the path of a file without blanks");
        }
        if (!spec.masters().isEmpty()
                && spec.masters().size() != spec.instances().size()) {
            faults.add("haproxy.masters: " + spec.masters().size() + " for "
                    + spec.instances().size()
                    + " instances; give one master socket for each instance, in the same order");
        }
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
        }
        return spec;
    }
}
