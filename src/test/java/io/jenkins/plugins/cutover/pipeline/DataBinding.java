package io.jenkins.plugins.cutover.pipeline;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Makes a step of named arguments as Pipeline does: the constructor's by their names, then the setters. */
final class DataBinding {
    private DataBinding() {}

    static <T extends Step> T step(Class<T> type, Map<String, Object> arguments) throws Exception {
        Map<String, Object> left = new HashMap<>(arguments);
        Constructor<?> constructor = Arrays.stream(type.getConstructors())
                .filter(c -> c.isAnnotationPresent(DataBoundConstructor.class))
                .findFirst()
                .orElseThrow();
        Object[] values = Arrays.stream(constructor.getParameters())
                .map(p -> value(left.remove(p.getName()), p))
                .toArray();
        T step = type.cast(call(() -> constructor.newInstance(values)));
        for (Method setter : type.getMethods()) {
            String name = name(setter);
            if (setter.isAnnotationPresent(DataBoundSetter.class) && left.containsKey(name)) {
                Object value = value(left.remove(name), setter.getParameters()[0]);
                call(() -> setter.invoke(step, value));
            }
        }
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("unknown parameter(s) " + left.keySet() + " of " + type.getSimpleName());
        }
        return step;
    }

    private static Object value(Object given, Parameter parameter) {
        return given != null && parameter.getType() == String.class ? given.toString() : given;
    }

    private static String name(Method setter) {
        String name = setter.getName();
        return name.startsWith("set") ? name.substring(3, 4).toLowerCase(Locale.ROOT) + name.substring(4) : "";
    }

    private interface Reflective {
        Object run() throws ReflectiveOperationException;
    }

    private static Object call(Reflective work) throws Exception {
        try {
            return work.run();
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
