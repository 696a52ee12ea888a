package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Finding;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** The fleet over the Runtime API; being written. */
final class HaproxyRouter implements Router {
    HaproxyRouter(HaproxySpec spec, Secrets secrets, Duration round) {
        throw new UnsupportedOperationException("router of " + spec + secrets + round);
    }

    @Override
    public List<Finding> preflight(List<Share> shares, int eksEndpoints) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FleetReading read() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FleetOutcome apply(DesiredTraffic desired) {
        throw new UnsupportedOperationException();
    }

    @Override
    public DrainOutcome drain(Side side, boolean cut) {
        throw new UnsupportedOperationException();
    }

    @Override
    public LatencyReading latencies(Collection<LatencyCursor> since) {
        throw new UnsupportedOperationException();
    }
}
