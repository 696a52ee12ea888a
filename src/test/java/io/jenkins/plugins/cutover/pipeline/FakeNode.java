package io.jenkins.plugins.cutover.pipeline;

import org.jenkinsci.plugins.workflow.graph.FlowNode;

/** The place of a step in a pipeline that is none. */
public final class FakeNode extends FlowNode {}
