package io.jenkins.plugins.cutover.traffic.config;

import io.jenkins.plugins.cutover.model.Endpoint;
import java.util.List;

/** How HAProxy's configuration reaches EKS. */
public sealed interface EksForm {
    /** What the lines are, for a comment. */
    String text();

    /**
     * A load balancer's name, or nodes with a NodePort.
     *
     * @param endpoints what {@code eks.addresses} names
     * @param resolvers the {@code resolvers} section for names; empty for none
     */
    record Addresses(List<Endpoint> endpoints, String resolvers) implements EksForm {
        @Override
        public String text() {
            return "EKS is reached by the addresses of a load balancer or of node ports";
        }
    }

    /**
     * HAProxy resolves the name of a headless Service, which has an address for each ready pod.
     *
     * @param resolvers the {@code resolvers} section
     * @param name the name, or that of an SRV record
     * @param port the port of the pods; not used for an SRV record, which has it
     * @param srv whether it is an SRV record
     * @param ipv4 whether the pods have IPv4 addresses
     */
    record Resolved(String resolvers, String name, int port, boolean srv, boolean ipv4) implements EksForm {
        @Override
        public String text() {
            return "HAProxy resolves the pods of EKS itself";
        }

        String address() {
            return srv ? name : name + ":" + port;
        }
    }

    /** Empty servers: a follower puts the pods' addresses into them. */
    record Followed() implements EksForm {
        @Override
        public String text() {
            return "a follower (the controller or ./cutover guard) puts the pods of EKS into these servers";
        }
    }
}
