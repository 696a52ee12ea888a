package io.jenkins.plugins.cutover.pipeline;

import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jenkinsci.plugins.workflow.libs.LibraryRetriever;

/** Copies the library's files from the plugin's jar. */
final class PluginLibraryRetriever extends LibraryRetriever {
    /** Listed here because a jar cannot be listed reliably. CutoverLibraryTest compares it with the folder {@code vars}. */
    static final List<String> FILES =
            List.of("phasedCutover.groovy", "phasedCutover.txt", "approvalGate.groovy", "approvalGate.txt");

    private static final String FOLDER = "/io/jenkins/plugins/cutover/vars/";

    @Override
    public void retrieve(
            String name, String version, boolean changelog, FilePath target, Run<?, ?> run, TaskListener listener)
            throws IOException, InterruptedException {
        FilePath vars = target.child("vars");
        vars.mkdirs();
        for (String file : FILES) {
            try (InputStream in = PluginLibraryRetriever.class.getResourceAsStream(FOLDER + file)) {
                vars.child(file).copyFrom(in);
            }
        }
    }

    @Override
    public void retrieve(String name, String version, FilePath target, Run<?, ?> run, TaskListener listener)
            throws IOException, InterruptedException {
        retrieve(name, version, false, target, run, listener);
    }
}
