package io.jenkins.plugins.cutover.traffic.config;

import io.jenkins.plugins.cutover.model.HaproxySpec;

/**
 * What the configuration of a service's backend must have after its cutover.
 *
 * @param spec the backend and the patterns of its servers' names
 * @param eks how EKS is reached
 * @param withoutMesos whether the Mesos lines go; otherwise they stay with weight 0
 * @param id the cutover, for the comments
 */
public record EndState(HaproxySpec spec, EksForm eks, boolean withoutMesos, String id) {
    /** Begins each comment that is written, so that a later form replaces it. */
    static final String MARK = "# phased-cutover: ";

    /** As a running cutover sets it at 100 %, so that nothing differs from the file afterwards. */
    public int weight() {
        return spec.split() == null ? 256 : 100;
    }

    /** The backend that holds the EKS servers. */
    public String eksBackend() {
        return spec.split() == null ? spec.backend() : spec.split().eksBackend();
    }

    String mesosComment() {
        return "    " + MARK + id
                + (withoutMesos
                        ? ": Mesos is given up, its servers are gone."
                        : ": Mesos has weight 0. A rollback needs the lines until Mesos is retired.");
    }

    String eksComment() {
        return "    " + MARK + id + ": " + eks.text() + ".";
    }
}
