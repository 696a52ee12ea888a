package io.jenkins.plugins.cutover.aws;

/**
 * An EKS cluster and on whose behalf it is used.
 *
 * @param region for example {@code eu-west-1}
 * @param cluster its name, or {@code stack/NAME} for the output {@code ClusterName} of a CloudFormation stack
 */
public record EksCluster(String region, String cluster, AwsIdentity identity) {
    private static final String STACK = "stack/";

    boolean isStackOutput() {
        return cluster.startsWith(STACK);
    }

    String stack() {
        return cluster.substring(STACK.length());
    }

    @Override
    public String toString() {
        return isStackOutput()
                ? "CloudFormation stack \"" + stack() + "\" in " + region
                : "EKS cluster \"" + cluster + "\" in " + region;
    }
}
