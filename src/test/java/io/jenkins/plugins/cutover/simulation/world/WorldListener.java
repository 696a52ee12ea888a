package io.jenkins.plugins.cutover.simulation.world;

/** Receives every change of the outside systems when it takes effect. */
public interface WorldListener {
    /** One command took effect on an instance; {@code before} is its traffic before the command. */
    default void commanded(HaproxyModel instance, String command, HaproxyModel.Serving before) {}

    /** An instance changed without a command of a current tick: a reload, or a server that went down. */
    default void disturbed(HaproxyModel instance, String how) {}

    /** Begins or ends the execution of commands whose sender has timed out. */
    default void late(boolean begins) {}

    /** Marathon took a change: {@code scale 3}, {@code restore}, {@code delete}. */
    default void marathon(MarathonModel marathon, String change, int instances) {}

    /** The cluster took a change: {@code apply}, {@code scale}, {@code delete}. */
    default void cluster(ClusterModel cluster, String change) {}
}
