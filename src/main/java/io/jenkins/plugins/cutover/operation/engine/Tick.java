package io.jenkins.plugins.cutover.operation.engine;

import java.time.Duration;
import java.util.Map;

/** The result of one bounded piece of work of an operation. */
public sealed interface Tick {

    /**
     * There is more to do.
     *
     * @param after when to tick again; zero for at once
     * @param status a short line for people: {@code orders 5%: 812 EKS requests, 0 errors, 41s to go}
     */
    record Again(Duration after, String status) implements Tick {
        public static Again now(String status) {
            return new Again(Duration.ZERO, status);
        }
    }

    /** @param result made of strings, numbers, booleans, lists and maps */
    record Done(Map<String, Object> result) implements Tick {}

    /**
     * It ended without its goal; the reason includes the state that it leaves.
     *
     * @param data the numbers behind it
     */
    record Failed(String reason, Map<String, Object> data) implements Tick {
        public Failed(String reason) {
            this(reason, Map.of());
        }
    }
}
