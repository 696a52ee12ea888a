package io.jenkins.plugins.cutover.vars;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.SerializableScript;
import groovy.lang.Closure;
import groovy.lang.Script;
import java.io.Serializable;
import java.util.Map;

/** The words of a pipeline for scripts in continuation-passing style: a step hands itself out and waits. */
public abstract class CpsScript extends SerializableScript {
    private static final long serialVersionUID = 1L;

    /** A step that the script has come to. */
    record Call(String step, Object argument) implements Serializable {}

    private static Object step(String name, Object argument) {
        return Continuable.suspend(new Call(name, argument));
    }

    public Object deployToEks(Map<?, ?> arguments) {
        return step("deployToEks", arguments);
    }

    public Object shiftTraffic(Map<?, ?> arguments) {
        return step("shiftTraffic", arguments);
    }

    public Object verifyStability(Map<?, ?> arguments) {
        return step("verifyStability", arguments);
    }

    /** The body is the step's to run. */
    public Object verifyStabilityWith(Map<?, ?> arguments, Closure<?> body) {
        return step("verifyStabilityWith", arguments);
    }

    public Object rollbackToMesos(Map<?, ?> arguments) {
        return step("rollbackToMesos", arguments);
    }

    public Object recordApproval(Map<?, ?> arguments) {
        return step("recordApproval", arguments);
    }

    public Object input(Map<?, ?> arguments) {
        return step("input", arguments);
    }

    public Object echo(CharSequence text) {
        return step("echo", text.toString());
    }

    public Object error(CharSequence text) {
        return step("error", text.toString());
    }

    /** A closure in this style returns at once to its caller's continuation. */
    public Object stage(CharSequence name, Closure<?> body) {
        return body.call();
    }

    public Object timeout(Map<?, ?> time, Closure<?> body) {
        return body.call();
    }

    public Object whileGuarded(Map<?, ?> arguments, Closure<?> body) {
        return body.call();
    }

    public Object approvalGate(Map<?, ?> arguments) throws ReflectiveOperationException {
        Script gate = (Script) getClass()
                .getClassLoader()
                .loadClass("approvalGate")
                .getConstructor()
                .newInstance();
        return gate.invokeMethod("call", arguments);
    }
}
