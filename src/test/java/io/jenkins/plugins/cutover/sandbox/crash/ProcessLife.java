package io.jenkins.plugins.cutover.sandbox.crash;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The life of one process, counted in calls to the journal and to the systems outside. It ends right before the call
 * that a test chose; without one it continues and remembers every call. Changes before a crash stay, state in memory
 * is lost: a crash after a call equals a crash before the next.
 */
final class ProcessLife {
    /**
     * One call.
     *
     * @param during the operation under way
     * @param call such as {@code Mesos.scale}
     * @param number how often the operation had made it, this time included
     */
    record Point(String during, String call, int number) {
        @Override
        public String toString() {
            return during + ", " + call + " no. " + number;
        }
    }

    /** Names a call; null for calls at which the process cannot crash. */
    interface Names {
        String of(Method method, Object[] arguments);
    }

    /** The process ends here. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;

        private Death(Point at) {
            super(at.toString(), null, false, false);
        }
    }

    private final Point end;
    private final List<Point> lived = new ArrayList<>();
    private final Map<String, Integer> calls = new HashMap<>();
    private Runnable lastDeed = () -> {};
    private String during = "";
    private boolean over;

    private ProcessLife(Point end) {
        this.end = end;
    }

    static ProcessLife full() {
        return new ProcessLife(null);
    }

    static ProcessLife until(Point end) {
        return new ProcessLife(end);
    }

    /** All calls so far. */
    List<Point> lived() {
        return lived;
    }

    boolean over() {
        return over;
    }

    void begins(String operation) {
        during = operation;
        calls.clear();
    }

    private void at(String call, Runnable deed) {
        Point now = new Point(during, call, calls.merge(call, 1, Integer::sum));
        lived.add(now);
        if (Objects.equals(now, end)) {
            over = true;
            deed.run();
            throw new Death(now);
        }
    }

    /** Wraps a client: the process may end before each call. */
    <T> T mortal(Class<T> type, T client, Names names) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    String name = names.of(method, given);
                    if (name != null) {
                        at(name, () -> {});
                    }
                    return called(client, method, given);
                }));
    }

    /** As above; in a call of that name the process gets half-way through it. */
    void half(String call, Runnable deed) {
        at(call, deed);
    }

    static Object called(Object client, Method method, Object[] given) throws Throwable {
        try {
            return method.invoke(client, given);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
