package io.jenkins.plugins.cutover.sandbox;

import com.lesfurets.jenkins.unit.PipelineTestHelper;
import groovy.lang.Binding;
import groovy.lang.Closure;
import io.jenkins.plugins.cutover.sandbox.PipelineRunner.Step;
import io.jenkins.plugins.cutover.sandbox.PipelineRunner.View;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The steps and sections that a pipeline script may use, each a Groovy closure that the test helper calls by its name. */
final class PipelineSteps {
    private final PipelineTestHelper helper;
    private final Map<String, Step> steps = new HashMap<>();
    private View view;
    private final Interruption interruption;
    private final Deque<String> stages = new ArrayDeque<>();
    private final Map<String, Closure<?>> sections = new HashMap<>();

    PipelineSteps(PipelineTestHelper helper, View view, Interruption interruption) {
        this.helper = helper;
        this.view = view;
        this.interruption = interruption;
    }

    void step(String name, Step step) {
        steps.put(name, step);
        one(name, Map.class, arguments -> interruption.run(steps.get(name), plain((Map<?, ?>) arguments)));
        two(name, Map.class, (arguments, body) -> {
            Map<String, Object> all = plain((Map<?, ?>) arguments);
            all.put("body", (Runnable) body::call);
            return interruption.run(steps.get(name), all);
        });
    }

    /** Groovy keeps the closures for as long as it has memory; so the state of the steps is dropped here. */
    void forget() {
        steps.clear();
        view = new View() {};
    }

    void standard() {
        one("echo", CharSequence.class, text -> {
            view.echo(text.toString());
            return null;
        });
        one("error", CharSequence.class, text -> {
            throw new IllegalStateException(text.toString());
        });
        two("stage", CharSequence.class, (name, body) -> stage(name.toString(), body));
        two("timeout", Map.class, (time, body) -> body.call());
        two("whileGuarded", Map.class, (service, body) -> body.call());
        two("node", CharSequence.class, (label, body) -> body.call());
        body("node", Closure::call);
        declarative();
    }

    private void declarative() {
        body("pipeline", this::pipeline);
        for (String section : List.of("stages", "post")) {
            body(section, content -> sections.put(section, content));
        }
        for (String step : List.of("steps", "script", "always")) {
            body(step, Closure::call);
        }
        for (String step : List.of("options", "parameters", "environment")) {
            body(step, content -> null);
        }
        one("agent", Object.class, where -> null);
    }

    /** The sections of a declarative pipeline may have any order; the stages run first, {@code post} at the end. */
    private Object pipeline(Closure<?> content) {
        content.call();
        Closure<?> work = sections.remove("stages");
        Closure<?> post = sections.remove("post");
        try {
            return work.call();
        } finally {
            if (post != null) {
                post.call();
            }
        }
    }

    void constants(Binding binding) {
        binding.setVariable("any", "any");
        binding.setVariable("none", "none");
    }

    private Object stage(String name, Closure<?> body) {
        stages.addLast(name);
        List<String> path = List.copyOf(stages);
        view.stageStarted(path);
        try {
            Object answer = body.call();
            view.stageEnded(path, null);
            return answer;
        } catch (Throwable failure) {
            view.stageEnded(path, failure);
            throw failure;
        } finally {
            stages.removeLast();
        }
    }

    private static Map<String, Object> plain(Map<?, ?> arguments) {
        Map<String, Object> plain = new LinkedHashMap<>();
        arguments.forEach((name, value) -> plain.put(name.toString(), plainValue(value)));
        return plain;
    }

    private static Object plainValue(Object value) {
        if (value instanceof Map<?, ?> map) {
            return plain(map);
        }
        if (value instanceof List<?> list) {
            return new ArrayList<>(list.stream().map(PipelineSteps::plainValue).toList());
        }
        return value instanceof CharSequence text ? text.toString() : value;
    }

    private void one(String name, Class<?> type, Function<Object, Object> work) {
        helper.registerAllowedMethod(PipelineRunner.signature(name, type), new Closure<Object>(this) {
            @SuppressWarnings("unused") // called by name
            public Object doCall(Object argument) {
                return work.apply(argument);
            }
        });
    }

    private void body(String name, Function<Closure<?>, Object> work) {
        one(name, Closure.class, body -> work.apply((Closure<?>) body));
    }

    private void two(String name, Class<?> type, java.util.function.BiFunction<Object, Closure<?>, Object> work) {
        helper.registerAllowedMethod(PipelineRunner.signature(name, type, Closure.class), new Closure<Object>(this) {
            @SuppressWarnings("unused") // called by name
            public Object doCall(Object argument, Closure<?> body) {
                return work.apply(argument, body);
            }
        });
    }
}
