package io.jenkins.plugins.cutover.capacity;

/**
 * Copies of one thing that must find room: tasks, or pods.
 *
 * @param name whose they are
 * @param copies 0 or more
 * @param cpus cores of each
 * @param memoryMib of each
 */
public record Need(String name, int copies, double cpus, double memoryMib) {
    public double allCpus() {
        return copies * cpus;
    }

    public double allMemoryMib() {
        return copies * memoryMib;
    }
}
