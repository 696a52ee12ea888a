package io.jenkins.plugins.cutover.simulation.world;

import java.time.Duration;

/** What lies between a process and the systems it commands: time, and whatever can go wrong on the way. */
public interface Network {
    /** Time that an answered call takes. */
    Duration ROUND = Duration.ofMillis(4);

    /** A wire that nothing befalls. */
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

    /** Lets the time of a call pass; whatever else is due happens meanwhile. The process may die here. */
    void pass(String what, Duration duration);

    /** Whether a question gets an answer this time. */
    boolean answers(String system);

    /**
     * What becomes of commands that are sent.
     *
     * @param deadline how long their sender waits for the answer
     */
    Delivery delivery(String system, int commands, Duration deadline);

    /** What becomes of those commands that do not take effect at once. */
    enum Rest {
        /** There are none, and the sender gets the answers. */
        NONE,
        /** The system says no to the next one. */
        REFUSED,
        /** They never arrive, and the sender gets no answer. */
        LOST,
        /** The sender gets no answer; they take effect later all the same. */
        LATE
    }

    /**
     * @param atOnce how many take effect before the sender goes on
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
