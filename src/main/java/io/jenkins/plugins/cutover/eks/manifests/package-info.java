/**
 * The Kubernetes objects of a service: read strictly from YAML or JSON, completed with the values of a spec, and
 * queried as trees of maps and lists. No access to a cluster.
 */
package io.jenkins.plugins.cutover.eks.manifests;
