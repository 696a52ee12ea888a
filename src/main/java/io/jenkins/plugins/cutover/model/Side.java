package io.jenkins.plugins.cutover.model;

/** Where a request is answered: on the platform that the service moves from, or on the one it moves to. */
public enum Side {
    MESOS,
    EKS
}
