package io.jenkins.plugins.cutover.simulation.rules;

import io.jenkins.plugins.cutover.simulation.SimulatedCutover;
import java.util.List;

/** Rules 1 to 10 and 14 to 16 of the design. Tests hold the others. */
public final class Rules {
    private Rules() {}

    public static List<Rule> all(SimulatedCutover cutover) {
        return List.of(
                new Rule01WrittenFirst(cutover),
                new Rule02No503FromUs(cutover),
                new Rule03AllOrBack(cutover),
                new Rule04MesosStaysWhole(cutover),
                new Rule05BackFromAnywhere(cutover),
                new Rule06HarmLeavesInTheSameTick(cutover),
                new Rule07NoEvidenceIsNotHealth(cutover),
                new Rule08OneAtATime(cutover),
                new Rule09NothingSaidIsLost(cutover),
                new Rule10SecretsStaySecret(cutover),
                new Rule14BlamedOnlyForItsOwn(cutover),
                new Rule15GuardedThroughout(cutover),
                new Rule15NoDeadAddress(cutover),
                new Rule15AsksEnd(cutover),
                new Rule16NoFaultOfOurs(cutover));
    }
}
