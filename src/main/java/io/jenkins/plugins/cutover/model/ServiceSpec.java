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
 */
public record ServiceSpec(
        String service,
        String environment,
        HaproxySpec haproxy,
        MarathonSpec marathon,
        EksSpec eks,
        List<Phase> phases,
        VerifySpec verify)
        implements Serializable {
    public ServiceSpec {
        phases = List.copyOf(phases);
    }

    /** The same service behind another fleet. */
    public ServiceSpec withHaproxy(HaproxySpec fleet) {
        return new ServiceSpec(service, environment, fleet, marathon, eks, phases, verify);
    }
}
