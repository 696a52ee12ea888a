package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import java.util.Map;

/** How instances differ from what is desired. */
final class Drift {
    private Drift() {}

    static Map<InstanceAddress, String> of(FleetReading fleet, DesiredTraffic desired) {
        throw new UnsupportedOperationException("drift of " + fleet + " from " + desired);
    }
}
