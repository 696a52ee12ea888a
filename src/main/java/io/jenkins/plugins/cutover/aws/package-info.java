/**
 * Amazon Web Services through the AWS SDK for Java 2: who signs, which clusters there are, and the tokens that an EKS
 * cluster accepts. Nothing of the SDK is loaded before a service file, a kubeconfig or a check names AWS.
 */
package io.jenkins.plugins.cutover.aws;
