package io.jenkins.plugins.cutover.model;

import java.io.Serializable;
import java.util.List;

/**
 * The thing that crosses, and everything needed to move it and to bring it back: validated once by
 * {@link SpecReader}, kept whole in the record so that a rollback needs nothing but the service's name.
 *
 * @param service its name: lower-case letters, digits and {@code -}, at most 63
 * @param environment what the lock is for: one cutover at a time in each
 * @param haproxy the fleet in front of it
 * @param marathon where it runs today
 * @param eks where it goes
 * @param phases in rising order of share
 * @param verify how a phase is judged
 * @param handover how HAProxy reaches EKS afterwards, without this tool
 */
public record ServiceSpec(
        String service,
        String environment,
        HaproxySpec haproxy,
        MarathonSpec marathon,
        EksSpec eks,
        List<Phase> phases,
        VerifySpec verify,
        HandoverSpec handover)
        implements Serializable {
    public ServiceSpec {
        phases = List.copyOf(phases);
        handover = handover == null ? HandoverSpec.DEFAULT : handover; // older records have none
    }

    /** Without a section {@code handover}. */
    public ServiceSpec(
            String service,
            String environment,
            HaproxySpec haproxy,
            MarathonSpec marathon,
            EksSpec eks,
            List<Phase> phases,
            VerifySpec verify) {
        this(service, environment, haproxy, marathon, eks, phases, verify, HandoverSpec.DEFAULT);
    }

    /** The same service with another end. */
    public ServiceSpec withHandover(HandoverSpec other) {
        return new ServiceSpec(service, environment, haproxy, marathon, eks, phases, verify, other);
    }

    /** The same service behind another fleet. */
    public ServiceSpec withHaproxy(HaproxySpec fleet) {
        return new ServiceSpec(service, environment, fleet, marathon, eks, phases, verify, handover);
    }
}
