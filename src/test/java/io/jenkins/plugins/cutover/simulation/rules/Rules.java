package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.simulation.SimulatedCutover;
import java.util.List;

/** The ten rules of the design that may never break, and one on the quality of what is said. */
public final class Rules {
    private Rules() {}

    public static List<Rule> all(SimulatedCutover scene) {
        return List.of(
                new Rule01WrittenFirst(scene),
                new Rule02No503FromUs(scene),
                new Rule03AllOrBack(scene),
                new Rule04MesosStaysWhole(scene),
                new Rule05BackFromAnywhere(scene),
                new Rule06HarmLeavesInTheSameTick(scene),
                new Rule07NoEvidenceIsNotHealth(scene),
                new Rule08OneAtATime(scene),
                new Rule09NothingSaidIsLost(scene),
                new Rule10SecretsStaySecret(scene),
                new Rule16NoFaultOfOurs(scene));
    }
}
