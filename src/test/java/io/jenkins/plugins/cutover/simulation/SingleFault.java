package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.simulation.world.Network;
import java.time.Duration;

/** A network with one fault at a point that a test chooses. */
public final class SingleFault implements Network {
    private final VirtualTime time;
    private String what = "";
    private int countdown;
    private Runnable event = () -> {};

    public SingleFault(VirtualTime time) {
        this.time = time;
    }

    /** The process ends. */
    public static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** @param number of the call, or of the commands, whose name contains this text, from 1 */
    public void on(String text, int number, Runnable happens) {
        what = text;
        countdown = number;
        event = happens;
    }

    private void at(String call) {
        if (call.contains(what) && --countdown == 0) {
            event.run();
        }
    }

    @Override
    public void pass(String call, Duration duration) {
        at(call);
        time.run(duration);
    }

    @Override
    public boolean answers(String system) {
        return true;
    }

    @Override
    public Delivery delivery(String system, int commands, Duration deadline) {
        at("to " + system);
        return Delivery.whole(commands);
    }
}
