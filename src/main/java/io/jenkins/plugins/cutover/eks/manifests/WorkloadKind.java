package io.jenkins.plugins.cutover.eks.manifests;

/** The kinds of workload that a service can be. */
public enum WorkloadKind {
    DEPLOYMENT("Deployment", "deployments"),
    STATEFUL_SET("StatefulSet", "statefulsets");

    /** As in a manifest. */
    public final String title;
    /** As in the API's paths. */
    public final String resource;

    WorkloadKind(String title, String resource) {
        this.title = title;
        this.resource = resource;
    }
}
