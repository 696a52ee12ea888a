package io.jenkins.plugins.cutover.eks.rollout;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A version of a workload's pod template that the cluster keeps: a ReplicaSet of a Deployment, a ControllerRevision of a
 * StatefulSet.
 *
 * @param number as in {@code kubectl rollout history}; a template that is restored gets a new one
 * @param hash the label value of its pods
 * @param template the pod template, without the controller's own label
 */
public record Revision(long number, String hash, JsonNode template) {}
