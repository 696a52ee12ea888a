package io.jenkins.plugins.cutover.sandbox;

import io.jenkins.plugins.cutover.sandbox.PipelineRunner.Step;
import java.util.Map;

/** Delivers an abort from any thread to the current step of the pipeline's thread, or to the next one. */
final class Interruption {
    private Thread pipeline;
    private String reason;

    synchronized void here() {
        pipeline = Thread.currentThread();
    }

    synchronized void away() {
        pipeline = null;
        reason = null;
        Thread.interrupted();
    }

    synchronized void request(String why) {
        reason = why;
        if (pipeline != null) {
            pipeline.interrupt();
        }
    }

    private synchronized void throwIfRequested() {
        if (reason != null) {
            String why = reason;
            reason = null;
            Thread.interrupted();
            throw new PipelineAborted(why);
        }
    }

    Object run(Step step, Map<String, Object> arguments) {
        throwIfRequested();
        try {
            Object answer = step.run(arguments);
            throwIfRequested();
            return answer;
        } catch (PipelineAborted aborted) {
            throw aborted;
        } catch (Exception failure) {
            throwIfRequested();
            throw failure instanceof RuntimeException r ? r : new IllegalStateException(failure.getMessage(), failure);
        }
    }
}
