package io.jenkins.plugins.cutover.pipeline;

import hudson.Extension;
import hudson.model.Job;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.libs.LibraryConfiguration;
import org.jenkinsci.plugins.workflow.libs.LibraryResolver;

/**
 * Offers this plugin's shared library to every job that requests it by name, without configuration. The library only
 * calls steps, so it runs in the sandbox like the script that loads it.
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
