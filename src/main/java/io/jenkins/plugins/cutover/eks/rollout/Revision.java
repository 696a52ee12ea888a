package io.jenkins.plugins.cutover.eks.rollout;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A state of a workload's pod template that the cluster keeps: a ReplicaSet of a Deployment, a ControllerRevision of a
 * StatefulSet.
 *
 * @param number as in {@code kubectl rollout history}; a template that is put back gets a new one
 * @param mark what its pods bear in a label
 * @param template the pod template, without the controller's own marks
 */
public record Revision(long number, String mark, JsonNode template) {}
