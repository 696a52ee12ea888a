package io.jenkins.plugins.cutover.sandbox;

import com.lesfurets.jenkins.unit.MethodSignature;
import com.lesfurets.jenkins.unit.PipelineTestHelper;
import com.lesfurets.jenkins.unit.global.lib.LibraryConfiguration;
import groovy.lang.Binding;
import groovy.lang.GroovySystem;
import groovy.lang.MetaClass;
import groovy.lang.MetaClassRegistry;
import groovy.lang.Script;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a Jenkinsfile of this project, declarative or scripted, with the shared library in {@code vars/} and no controller. Each
 * step is a {@link Step} that may block; all of them run in the thread that called {@link #run}. Of the declarative
 * syntax it supports what the examples use.
 */
public final class PipelineRunner {
    /** Why tests that use it are {@code @Isolated}. */
    public static final String ONE_JENKINS = "there is one Jenkins in a process, the hand-written one too";

    /** A step: takes its named arguments and returns its result. An exception fails the step. */
    @FunctionalInterface
    public interface Step {
        Object run(Map<String, Object> arguments) throws Exception;
    }

    /** Sees the pipeline as it runs. Paths name the stages from the outermost to the innermost. */
    public interface View {
        default void stageStarted(List<String> path) {}

        /** @param failure null when the stage ended well */
        default void stageEnded(List<String> path, Throwable failure) {}

        default void echo(String text) {}
    }

    /** @param result SUCCESS, UNSTABLE, FAILURE or ABORTED; @param failure what ended it, null for the first two */
    public record Outcome(String result, Throwable failure) {}

    private final Path root;
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final Map<String, Object> variables = new LinkedHashMap<>();
    private final Interruption interruption = new Interruption();
    private View view = new View() {};
    private Step input = question -> "anonymous";
    private volatile boolean unstable;

    /** @param root the repository: scripts are named relative to it and {@code vars/} is found in it */
    public PipelineRunner(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** Binds a step's name. A step called with a body finds it as a {@link Runnable} under {@code body}. */
    public PipelineRunner step(String name, Step step) {
        steps.put(name, step);
        return this;
    }

    public PipelineRunner view(View seenBy) {
        view = seenBy;
        return this;
    }

    /** Answers the input step: takes the step's arguments and returns its result; throws to reject. */
    public PipelineRunner input(Step answer) {
        input = answer;
        return this;
    }

    /** A global variable of the script, such as {@code params}. */
    public PipelineRunner variable(String name, Object value) {
        variables.put(name, value);
        return this;
    }

    public void markUnstable() {
        unstable = true;
    }

    /** Ends the step that runs now, from any thread; steps that the script calls afterwards run as usual. */
    public void abort(String reason) {
        interruption.request(reason);
    }

    /** @param script such as {@code examples/Jenkinsfile} */
    public Outcome run(String script) {
        unstable = false;
        interruption.here();
        PipelineTestHelper helper = new PipelineTestHelper();
        PipelineSteps scriptSteps = new PipelineSteps(helper, view, interruption);
        try {
            load(helper, scriptSteps, script).run();
            return new Outcome(unstable ? "UNSTABLE" : "SUCCESS", null);
        } catch (PipelineAborted aborted) {
            return new Outcome("ABORTED", aborted);
        } catch (Throwable failure) {
            return new Outcome("FAILURE", failure);
        } finally {
            interruption.away();
            scriptSteps.forget();
            forget(helper);
        }
    }

    /** The helper replaces the meta classes of its scripts, and Groovy's registry keeps those for good. */
    private static void forget(PipelineTestHelper helper) {
        MetaClassRegistry registry = GroovySystem.getMetaClassRegistry();
        List<Class<?>> replaced = new ArrayList<>();
        registry.iterator().forEachRemaining(meta -> replaced.add(((MetaClass) meta).getTheClass()));
        replaced.stream().filter(type -> loadedBy(helper, type)).forEach(registry::removeMetaClass);
    }

    private static boolean loadedBy(PipelineTestHelper helper, Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        while (loader != null && loader != helper.getBaseClassloader()) {
            loader = loader.getParent();
        }
        return loader != null;
    }

    private Script load(PipelineTestHelper helper, PipelineSteps scriptSteps, String script) {
        helper.setScriptRoots(root.toString());
        helper.setBaseScriptRoot(root.toString());
        helper.setScriptExtension("");
        helper.setBaseClassloader(new OfOneRun());
        helper.registerSharedLibrary(library());
        helper.init();
        steps.forEach((name, step) -> scriptSteps.step(name, step));
        scriptSteps.step("input", input);
        scriptSteps.standard();
        Binding binding = new Binding(new LinkedHashMap<>(variables));
        scriptSteps.constants(binding);
        return quietly(() -> helper.loadScript(script, binding));
    }

    /** Separates the classes of one run from those of another. */
    private static final class OfOneRun extends ClassLoader {
        OfOneRun() {
            super(PipelineRunner.class.getClassLoader());
        }
    }

    private LibraryConfiguration library() {
        LibraryConfiguration library = new LibraryConfiguration();
        library.setName("phased-cutover");
        library.setDefaultVersion("here");
        library.setTargetPath("");
        List<URL> here = List.of(url(root));
        library.setRetriever((repository, branch, target) -> here);
        return library;
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The library loader prints to standard output, which belongs to the caller. */
    private static <T> T quietly(java.util.function.Supplier<T> work) {
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        try {
            return work.get();
        } finally {
            System.setOut(out);
        }
    }

    static MethodSignature signature(String name, Class<?>... types) {
        return MethodSignature.method(name, types);
    }
}
