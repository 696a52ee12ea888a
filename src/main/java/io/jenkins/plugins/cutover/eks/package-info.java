/**
 * One service on Kubernetes: permissions, apply, rollout, endpoints, pod signals, scaling, undo and delete. Callers open an
 * {@link io.jenkins.plugins.cutover.eks.Eks} with {@link io.jenkins.plugins.cutover.eks.EksClients} for one round of work.
 */
package io.jenkins.plugins.cutover.eks;
