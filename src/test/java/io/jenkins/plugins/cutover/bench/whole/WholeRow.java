package io.jenkins.plugins.cutover.bench.whole;

import java.util.function.Function;

/**
 * A row of the table.
 *
 * @param quiet whether EKS is no worse than Mesos, so that a rollback is false
 * @param instances of HAProxy
 * @param world of one run, given its random numbers
 */
record WholeRow(String name, boolean quiet, int instances, Function<Draws, World> world) {
    static WholeRow quiet(String name, Function<Draws, World> world) {
        return new WholeRow(name, true, 1, world);
    }

    static WholeRow harm(String name, Function<Draws, World> world) {
        return new WholeRow(name, false, 1, world);
    }

    WholeRow at(int haproxies) {
        return new WholeRow(name, quiet, haproxies, world);
    }
}
