package io.jenkins.plugins.cutover.capacity;

/**
 * What the copies of a service require of nodes: tasks, or pods.
 *
 * @param name the service
 * @param copies 0 or more
 * @param cpus cores of each
 * @param memoryMib of each
 */
public record Demand(String name, int copies, double cpus, double memoryMib) {
    public double allCpus() {
        return copies * cpus;
    }

    public double allMemoryMib() {
        return copies * memoryMib;
    }
}
