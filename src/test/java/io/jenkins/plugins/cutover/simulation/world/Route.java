package io.jenkins.plugins.cutover.simulation.world;

import java.util.List;

/**
 * A part of the traffic.
 *
 * @param label in the ring
 * @param part of the requests, 0 to 1
 * @param bytes of a whole answer
 */
public record Route(String label, double part, long bytes) {
    /** The one that a fault may break. */
    static final Route EXPORT = new Route("export", .05, 50_000);

    static final List<Route> ALL = List.of(new Route("list", .6, 4000), new Route("item", .35, 900), EXPORT);

    /** @param uniform 0 to 1 */
    static Route at(double uniform) {
        double up = 0;
        for (Route route : ALL) {
            up += route.part;
            if (uniform < up) {
                return route;
            }
        }
        return EXPORT;
    }
}
