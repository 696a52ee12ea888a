/**
 * Follows a workload after an apply: its revisions and pods, whether the rollout is complete or has failed and why, the
 * signals of its pods, and the undo to an earlier revision.
 */
package io.jenkins.plugins.cutover.eks.rollout;
