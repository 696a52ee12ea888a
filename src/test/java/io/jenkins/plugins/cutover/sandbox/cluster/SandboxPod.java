package io.jenkins.plugins.cutover.sandbox.cluster;

/** A pod of the sandbox, as it is now. */
public record SandboxPod(String name, String deployment, String image, String host, int port, boolean ready) {}
