package io.jenkins.plugins.cutover.capacity;

import io.jenkins.plugins.cutover.model.NodeType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a node offers to tasks or pods.
 *
 * @param cpus cores
 * @param pods how many it may run
 */
public record NodeCapacity(double cpus, double memoryMib, int pods) {
    /** The kubelet evicts pods before the last of the memory is gone. */
    private static final double EVICTION_MIB = 100;

    /** Sums of binary fractions: ten times .1 must fit into 1. */
    private static final double ROUNDING = 1e-9;

    /**
     * A node of EKS, less what its image reserves: 255 MiB and 11 MiB a pod, and of the cores 6 % of the first, 1 % of
     * the second, .5 % of the next two and .25 % of the others, in whole millicores. Source: awslabs/amazon-eks-ami,
     * {@code nodeadm/internal/kubelet/config.go} ({@code getMemoryMebibytesToReserve}, {@code
     * getCPUMillicoresToReserve}; AL2's bootstrap.sh had the same), and its {@code evictionHard} of 100 MiB.
     */
    public static NodeCapacity onEks(NodeType type) {
        double cores = type.cpus();
        double millicores = Math.floor(60 * Math.min(cores, 1))
                + Math.floor(10 * part(cores, 1, 2))
                + Math.floor(5 * part(cores, 2, 4))
                + Math.floor(2.5 * part(cores, 4, Double.MAX_VALUE));
        return new NodeCapacity(
                cores - millicores / 1000, type.memoryMib() - 255 - 11.0 * type.pods() - EVICTION_MIB, type.pods());
    }

    private static double part(double cores, double from, double to) {
        return Math.max(0, Math.min(cores, to) - from);
    }

    /** A Mesos agent offers what its configuration says, which the price table contains. */
    public static NodeCapacity onMesos(NodeType type) {
        return new NodeCapacity(type.cpus(), type.memoryMib(), Integer.MAX_VALUE);
    }

    public boolean holds(Demand need) {
        return need.cpus() <= cpus + ROUNDING && need.memoryMib() <= memoryMib + ROUNDING;
    }

    /** Nodes that the copies fill, as a fraction: the cost of a service that shares its nodes with others. */
    public double share(Demand need) {
        double each = Math.max(Math.max(need.cpus() / cpus, need.memoryMib() / memoryMib), 1.0 / pods);
        return need.copies() * each;
    }

    /**
     * Nodes that hold everything, by first fit of the largest first: at most 22 % and one more than the best packing
     * of one resource takes.
     *
     * @throws IllegalArgumentException for a demand that exceeds one node
     */
    public int machines(List<Demand> needs) {
        List<Demand> copies = new ArrayList<>();
        for (Demand need : needs) {
            if (!holds(need)) {
                throw new IllegalArgumentException(need.name() + " does not fit into one machine");
            }
            for (int i = 0; i < need.copies(); i++) {
                copies.add(new Demand(need.name(), 1, need.cpus(), need.memoryMib()));
            }
        }
        copies.sort(Comparator.comparingDouble(this::share).reversed());
        List<double[]> open = new ArrayList<>();
        copies.forEach(copy -> place(copy, open));
        return open.size();
    }

    /** @param open what is left of each node: cores, memory, pods */
    private void place(Demand copy, List<double[]> open) {
        for (double[] left : open) {
            if (copy.cpus() <= left[0] + ROUNDING && copy.memoryMib() <= left[1] + ROUNDING && left[2] >= 1) {
                take(copy, left);
                return;
            }
        }
        double[] fresh = {cpus, memoryMib, pods};
        take(copy, fresh);
        open.add(fresh);
    }

    private static void take(Demand copy, double[] left) {
        left[0] -= copy.cpus();
        left[1] -= copy.memoryMib();
        left[2]--;
    }
}
