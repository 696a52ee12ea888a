package io.jenkins.plugins.cutover.aws;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Calls that several threads may want at the same moment: one of them runs for each key, all wait for its result, and
 * none waits longer than the limit. The hazard it avoids: a call held inside a map's {@code compute} blocks every other
 * caller of that bin for as long as the server stalls. A call that is given up goes on in its thread until its own
 * time-outs end it; at most {@link #THREADS} do.
 */
final class SharedCalls<K, V> {
    private static final int THREADS = 16;

    private static final ThreadPoolExecutor POOL =
            new ThreadPoolExecutor(0, THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(work, "phased-cutover-aws");
                thread.setDaemon(true);
                return thread;
            });

    private final Duration limit;
    private final Map<K, CompletableFuture<V>> running = new ConcurrentHashMap<>();

    SharedCalls(Duration limit) {
        this.limit = limit;
    }

    /**
     * @param what is asked, for an error
     * @throws AwsException when there is no result within the limit; otherwise what the call throws
     */
    V get(K key, String what, Supplier<V> call) {
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> shared = running.putIfAbsent(key, mine);
        if (shared == null) {
            start(key, what, call, mine);
            shared = mine;
        }
        try {
            return shared.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            running.remove(key, shared);
            throw new AwsException(what + ": AWS gave no answer within " + limit.toSeconds() + " s", true, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AwsException(what + ": interrupted", true, e);
        }
    }

    private void start(K key, String what, Supplier<V> call, CompletableFuture<V> result) {
        try {
            POOL.execute(() -> {
                try {
                    V value = call.get();
                    running.remove(key, result); // before it is complete: a later caller must not get this result
                    result.complete(value);
                } catch (Throwable failure) {
                    running.remove(key, result);
                    result.completeExceptionally(failure);
                }
            });
        } catch (RejectedExecutionException e) {
            running.remove(key, result);
            result.completeExceptionally(new AwsException(
                    what + ": " + THREADS + " calls to AWS have no answer yet; try again later", true, e));
        }
    }
}
