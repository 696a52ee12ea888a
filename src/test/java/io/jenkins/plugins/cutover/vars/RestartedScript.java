package io.jenkins.plugins.cutover.vars;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.CpsTransformer;
import com.cloudbees.groovy.cps.ObjectInputStreamWithLoader;
import com.cloudbees.groovy.cps.Outcome;
import groovy.lang.GroovyClassLoader;
import groovy.lang.Script;
import io.jenkins.plugins.cutover.vars.CpsScript.Call;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.control.CompilerConfiguration;

/** Runs a script of {@code vars/} and restarts the controller, so to speak, at every single step. */
final class RestartedScript {
    /** A step's answer; what it throws fails the step. */
    interface Answers {
        Object to(Call call, int number) throws Exception;
    }

    private static final Path VARS = Path.of(System.getProperty("cutover.basedir", "."), "vars");

    final List<String> steps = new ArrayList<>();
    private final GroovyClassLoader loader;
    private Continuable program;

    private RestartedScript(GroovyClassLoader loader, Script script) {
        this.loader = loader;
        this.program = new Continuable(script);
    }

    /** @param call such as {@code call(service: 'orders')} */
    static RestartedScript of(String name, String call) throws Exception {
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.addCompilationCustomizers(new CpsTransformer());
        configuration.setScriptBaseClass(CpsScript.class.getName());
        GroovyClassLoader loader = new GroovyClassLoader(RestartedScript.class.getClassLoader(), configuration);
        loader.parseClass(text("approvalGate"), "approvalGate.groovy");
        Class<?> main = loader.parseClass(text(name) + "\nreturn " + call, "main.groovy");
        return new RestartedScript(
                loader, (Script) main.getDeclaredConstructor().newInstance());
    }

    private static String text(String name) throws IOException {
        return Files.readString(VARS.resolve(name + ".groovy"));
    }

    Outcome run(Answers answers) throws Exception {
        Outcome next = new Outcome(null, null);
        while (true) {
            Outcome reached = program.run0(next);
            if (!program.isResumable()) {
                return reached;
            }
            restart();
            Call call = (Call) reached.getNormal();
            steps.add(call.step());
            try {
                next = new Outcome(answers.to(call, steps.size() - 1), null);
            } catch (Exception failure) {
                next = new Outcome(null, failure);
            }
        }
    }

    /** Everything that the script holds must survive being written and read. */
    private void restart() throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(program);
        }
        try (var in = new ObjectInputStreamWithLoader(new ByteArrayInputStream(bytes.toByteArray()), loader)) {
            program = (Continuable) in.readObject();
        }
    }
}
