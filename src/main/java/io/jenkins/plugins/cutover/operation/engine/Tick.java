package io.jenkins.plugins.cutover.operation.engine;

import java.time.Duration;
import java.util.Map;

/** What an operation answers after one bounded piece of work. */
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

    /** @param result what the operation gives, made of strings, numbers, booleans, lists and maps */
    record Done(Map<String, Object> result) implements Tick {}

    /**
     * It ended without what was asked for; the reason says what stands now.
     *
     * @param data the numbers behind it
     */
    record Failed(String reason, Map<String, Object> data) implements Tick {
        public Failed(String reason) {
            this(reason, Map.of());
        }
    }
}
