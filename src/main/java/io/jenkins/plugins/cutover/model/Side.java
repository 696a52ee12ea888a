package io.jenkins.plugins.cutover.model;

/** Where a request is answered: the platform that is left, or the one that is entered. */
public enum Side {
    MESOS,
    EKS
}
