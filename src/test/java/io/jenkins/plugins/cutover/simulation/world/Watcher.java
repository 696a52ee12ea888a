package io.jenkins.plugins.cutover.simulation.world;

/** Sees everything that is done to the world from inside a cutover, at the moment it takes effect. */
public interface Watcher {
    /** One command took effect on an instance that served {@code before} it as said. */
    default void commanded(HaproxyModel instance, String command, HaproxyModel.Serving before) {}

    /** Something that no tick under way did changed what an instance serves: a reload, a server that went down. */
    default void disturbed(HaproxyModel instance, String how) {}

    /** What happens from here on, or no longer, are commands whose sender gave up on them. */
    default void late(boolean begins) {}

    /** Marathon took a change: {@code scale 3}, {@code restore}, {@code delete}. */
    default void marathon(MarathonModel marathon, String change, int instances) {}

    /** The cluster took a change: {@code apply}, {@code scale}, {@code delete}. */
    default void cluster(ClusterModel cluster, String change) {}
}
