/**
 * Opens clients for a cluster: kubeconfig files, tokens, service accounts and EKS. Also what every request needs: discovery
 * of the served versions, the check of permissions, and failures as one line.
 */
package io.jenkins.plugins.cutover.eks.access;
