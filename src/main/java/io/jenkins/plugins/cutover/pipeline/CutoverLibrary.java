package io.jenkins.plugins.cutover.pipeline;

import hudson.Extension;
import hudson.model.Job;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.libs.LibraryConfiguration;
import org.jenkinsci.plugins.workflow.libs.LibraryResolver;

/**
 * Offers the shared library of this plugin to every job that asks for it by name, without any configuration. It only
 * calls steps, so it runs in the sandbox like the script that asked for it.
 */
@Extension(optional = true)
public final class CutoverLibrary extends LibraryResolver {
    static final String NAME = "phased-cutover";

    @Override
    public boolean isTrusted() {
        return false;
    }

    @Override
    public Collection<LibraryConfiguration> forJob(Job<?, ?> job, Map<String, String> libraryVersions) {
        return libraryVersions.containsKey(NAME) ? List.of(library()) : List.of();
    }

    private static LibraryConfiguration library() {
        LibraryConfiguration library = new LibraryConfiguration(NAME, new PluginLibraryRetriever());
        library.setDefaultVersion("plugin");
        library.setAllowVersionOverride(false);
        library.setImplicit(false);
        library.setIncludeInChangesets(false);
        return library;
    }
}
