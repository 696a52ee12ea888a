/**
 * Translates a Marathon app into Kubernetes manifests and reports what is lost or changed. Pure functions: no I/O, and the
 * same input gives the same output.
 */
package io.jenkins.plugins.cutover.translation;
