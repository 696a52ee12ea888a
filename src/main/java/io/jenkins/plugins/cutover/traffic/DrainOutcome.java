package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.traffic.dialogue.OldWorkers;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far a side that gets no new traffic is drained.
 *
 * @param instances one for each address of the specification, in its order
 */
public record DrainOutcome(List<OfInstance> instances) implements Serializable {
    public DrainOutcome {
        instances = List.copyOf(instances);
    }

    /**
     * @param open requests still open on the side, including those in old workers; -1 when unknown
     * @param inOldWorkers how many of them are served by workers from before a reload
     * @param problem one line; empty when there is none
     */
    public record OfInstance(InstanceAddress instance, long open, long inOldWorkers, String problem)
            implements Serializable {
        OfInstance with(OldWorkers old) {
            String both =
                    Stream.of(problem, old.problem()).filter(p -> !p.isEmpty()).collect(Collectors.joining("; "));
            return new OfInstance(instance, open < 0 ? open : open + old.open(), old.open(), both);
        }

        /** Whether nothing is open and nothing went wrong. */
        public boolean done() {
            return open == 0 && problem.isEmpty();
        }
    }

    /** Whether every instance answered, has no request open on the side and its servers are in maintenance. */
    public boolean done() {
        return instances.stream().allMatch(OfInstance::done);
    }

    /** Requests still open on the instances that answered. */
    public long open() {
        return instances.stream().mapToLong(i -> Math.max(0, i.open())).sum();
    }
}
