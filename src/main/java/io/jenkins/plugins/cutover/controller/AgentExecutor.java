package io.jenkins.plugins.cutover.controller;

import hudson.model.Node;
import hudson.remoting.Future;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.cutover.model.RemoteExecutor;
import io.jenkins.plugins.cutover.model.RemoteTask;
import io.jenkins.plugins.cutover.model.RemoteUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import jenkins.security.MasterToSlaveCallable;

/** Runs a task on the first available agent with a label, over its existing remoting channel. */
final class AgentExecutor implements RemoteExecutor {
    /** Extra time for the first task on a channel, which also transfers its classes. */
    private static final Duration FIRST_TASK = Duration.ofSeconds(20);

    /** Extra time for every other task. */
    private static final Duration ROUND_TRIP = Duration.ofSeconds(2);

    private static final Set<VirtualChannel> WARM = Collections.newSetFromMap(new WeakHashMap<>());

    private final String label;
    private final Supplier<List<Node>> online;

    /** @param online the online agents with the label in the order of preference; called for each task */
    AgentExecutor(String label, Supplier<List<Node>> online) {
        this.label = label;
        this.online = online;
    }

    @Override
    public <T> T run(RemoteTask<T> task, Duration deadline) {
        String failure = "";
        for (Node agent : online.get()) {
            VirtualChannel channel = agent.getChannel();
            try {
                if (channel != null) {
                    return result(agent, channel, channel.callAsync(new RemoteCall<>(task)), deadline);
                }
            } catch (IOException e) {
                failure = " (" + agent.getNodeName() + ": " + line(e) + ")";
            }
        }
        throw new RemoteUnavailableException(
                "no agent with the label \"" + label + "\" is online, and only such an agent can reach the system"
                        + failure,
                false);
    }

    private <T> T result(Node agent, VirtualChannel channel, Future<T> sent, Duration deadline) {
        Duration timeout = deadline.plus(warm(channel) ? ROUND_TRIP : FIRST_TASK);
        try {
            T result = sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            warmed(channel);
            return result;
        } catch (TimeoutException e) {
            throw unavailable(agent, "did not respond within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw unavailable(agent, "failed: " + line(e.getCause()));
        } catch (CancellationException e) {
            throw unavailable(agent, "disconnected");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(agent, "was interrupted");
        } finally {
            sent.cancel(true);
        }
    }

    private static boolean warm(VirtualChannel channel) {
        synchronized (WARM) {
            return WARM.contains(channel);
        }
    }

    private static void warmed(VirtualChannel channel) {
        synchronized (WARM) {
            WARM.add(channel);
        }
    }

    private static RemoteUnavailableException unavailable(Node agent, String what) {
        return new RemoteUnavailableException("agent " + agent.getNodeName() + " " + what, true);
    }

    private static String line(Throwable failure) {
        String text = failure.getMessage() == null ? "" : failure.getMessage();
        return failure.getClass().getSimpleName()
                + text.lines().findFirst().map(l -> ": " + l).orElse("");
    }

    /** The task as the channel transfers it. */
    private static final class RemoteCall<T> extends MasterToSlaveCallable<T, RuntimeException> {
        private static final long serialVersionUID = 1L;
        private final RemoteTask<T> task;

        RemoteCall(RemoteTask<T> task) {
            this.task = task;
        }

        @Override
        public T call() {
            return task.run();
        }
    }
}
