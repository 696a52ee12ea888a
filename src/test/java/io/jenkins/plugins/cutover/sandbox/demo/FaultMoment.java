package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Share;
import java.util.List;

/**
 * When the demo injects its fault.
 *
 * @param share of the phase, or of the one after the gate; 100 % for the soak
 */
record FaultMoment(Place place, Share share) {
    enum Place {
        PHASE,
        /** While the first gate with traffic on EKS waits. */
        GATE,
        /** Before Mesos is retired. */
        SOAK
    }

    /** @param given null for the second phase */
    static FaultMoment parse(String given, List<Share> phases, WaitOptions waits) {
        if (given == null) {
            return new FaultMoment(Place.PHASE, phases.get(Math.min(1, phases.size() - 1)));
        }
        if (given.equals("gate")) {
            return new FaultMoment(
                    Place.GATE,
                    waits.gateWithTraffic(phases)
                            .orElseThrow(() -> new InvalidInputException("--fault-at: \"gate\" needs --gate-at with a"
                                    + " phase after the first: no other gate waits with traffic on EKS")));
        }
        if (given.equals("soak")) {
            if (!waits.retire()) {
                throw new InvalidInputException("--fault-at: \"soak\" needs --retire");
            }
            return new FaultMoment(Place.SOAK, Share.ALL);
        }
        Share share = Share.ofPercent(given);
        if (!phases.contains(share)) {
            throw new InvalidInputException("--fault-at: \"" + given + "\" is not one of the phases "
                    + String.join(",", phases.stream().map(Share::percentText).toList()) + ", gate or soak");
        }
        return new FaultMoment(Place.PHASE, share);
    }

    boolean isPhase(Share other) {
        return place == Place.PHASE && share.equals(other);
    }

    /** As it is given. */
    @Override
    public String toString() {
        return switch (place) {
            case PHASE -> share.toString();
            case GATE -> "gate";
            case SOAK -> "soak";
        };
    }
}
