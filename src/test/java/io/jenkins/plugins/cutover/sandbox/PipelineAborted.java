package io.jenkins.plugins.cutover.sandbox;

/** The build was aborted by a person while a step ran. */
public final class PipelineAborted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PipelineAborted(String reason) {
        super(reason);
    }
}
