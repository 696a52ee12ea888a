package io.jenkins.plugins.cutover.simulation.world;

import java.time.Duration;

/** The network between a process and the systems it controls: delays and faults. */
public interface Network {
    /** Time that an answered call takes. */
    Duration ROUND = Duration.ofMillis(4);

    /** A network without faults. */
    static Network calm(io.jenkins.plugins.cutover.simulation.VirtualTime time) {
        return new Network() {
            @Override
            public void pass(String what, Duration duration) {
                time.run(duration);
            }

            @Override
            public boolean answers(String system) {
                return true;
            }

            @Override
            public Delivery delivery(String system, int commands, Duration deadline) {
                return Delivery.whole(commands);
            }
        };
    }

    /** Lets the time of a call pass; other tasks that are due run meanwhile. The process may die here. */
    void pass(String what, Duration duration);

    /** Whether a read request gets an answer. */
    boolean answers(String system);

    /**
     * The delivery of commands.
     *
     * @param deadline how long their sender waits for the answer
     */
    Delivery delivery(String system, int commands, Duration deadline);

    /** The fate of commands that do not take effect at once. */
    enum Rest {
        /** There are none, and the sender gets the answers. */
        NONE,
        /** The system refuses the next one. */
        REFUSED,
        /** They never arrive, and the sender gets no answer. */
        LOST,
        /** The sender gets no answer; they take effect later all the same. */
        LATE
    }

    /**
     * @param atOnce how many take effect before the sender continues
     * @param later when the others do, with {@link Rest#LATE}: before their sender gives up on them or after
     */
    record Delivery(int atOnce, Rest rest, Duration later) {
        public static Delivery whole(int commands) {
            return new Delivery(commands, Rest.NONE, Duration.ZERO);
        }

        public boolean answered() {
            return rest == Rest.NONE || rest == Rest.REFUSED;
        }
    }
}
