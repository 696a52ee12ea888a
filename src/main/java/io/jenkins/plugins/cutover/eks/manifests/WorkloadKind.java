package io.jenkins.plugins.cutover.eks.manifests;

/** The kinds of workload that a service may be. */
public enum WorkloadKind {
    DEPLOYMENT("Deployment"),
    STATEFUL_SET("StatefulSet");

    private final String title;

    WorkloadKind(String title) {
        this.title = title;
    }

    /** The kind as manifests name it. */
    public String title() {
        return title;
    }
}
