package io.jenkins.plugins.cutover.simulation.world;

/**
 * Something that is wrong with the requests to EKS.
 *
 * @param outcome of the requests that it harms
 * @param part of the requests that it harms
 * @param route that it harms; null for all
 */
public record TrafficFault(RequestOutcome outcome, Part part, Route route) {
    /** Of the requests to one server, 0 to 1. */
    @FunctionalInterface
    public interface Part {
        double of(HaproxyModel instance, ServerModel server);
    }
}
