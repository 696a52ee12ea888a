package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.sandbox.Fault;
import picocli.CommandLine.Option;

/** The options for how much of a fault there is. */
final class FaultSize {
    @Option(
            names = "--fault-fraction",
            paramLabel = "F",
            description = "The part of the answers that the fault hits, above 0 and up to 1. Default: 0.5; errors 0.05,"
                    + " latency 1")
    private String fraction;

    @Option(
            names = "--fault-factor",
            paramLabel = "N",
            description = "How many times as long latency and slow-body make it, above 1 and up to 1000. Default:"
                    + " latency 3, slow-body 5")
    private String factor;

    /** The given size of this fault, by default its own. */
    Fault.Size of(Fault fault) {
        Fault.Size usual = fault.size();
        return new Fault.Size(
                number("--fault-fraction", fraction, usual.fraction(), 0, 1, fault),
                number("--fault-factor", factor, usual.factor(), 1, 1000, fault));
    }

    private static double number(String option, String given, double usual, int above, int most, Fault fault) {
        if (given == null) {
            return usual;
        }
        if (usual == 0) {
            throw new InvalidInputException(option + ": the fault " + fault + " takes none; leave it out");
        }
        double number = given.matches("\\d{1,4}(\\.\\d{1,4})?|\\.\\d{1,4}") ? Double.parseDouble(given) : -1;
        if (number <= above || number > most) {
            throw new InvalidInputException(
                    option + ": \"" + given + "\" is not a number above " + above + " and up to " + most);
        }
        return number;
    }
}
