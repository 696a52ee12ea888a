package io.jenkins.plugins.cutover.journal;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.function.Supplier;

/** Distinguishes the second of two concurrent writes from a failed write. */
final class WriteConflict {
    private static final int CONFLICT = 409;
    private static final int GONE = 404;

    private WriteConflict() {}

    /** @return the object; empty when one of that name exists already */
    static <T> Optional<T> create(Supplier<T> write) {
        return write(write, CONFLICT);
    }

    /** @return the object; empty when it was changed or deleted since it was read */
    static <T> Optional<T> update(Supplier<T> write) {
        return write(write, GONE);
    }

    private static <T> Optional<T> write(Supplier<T> write, int second) {
        try {
            return Optional.of(write.get());
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT || e.getCode() == second) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
