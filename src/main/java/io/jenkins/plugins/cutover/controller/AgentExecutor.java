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

/** The agents that bear a label: an errand goes to the first that takes it, over the connection it has already. */
final class AgentExecutor implements RemoteExecutor {
    /** The first errand brings its classes along. */
    private static final Duration FIRST = Duration.ofSeconds(20);

    private static final Duration THERE_AND_BACK = Duration.ofSeconds(2);
    private static final Set<VirtualChannel> KNOWN = Collections.newSetFromMap(new WeakHashMap<>());

    private final String label;
    private final Supplier<List<Node>> online;

    /** @param online those that bear the label, the one to take first, at each errand anew */
    AgentExecutor(String label, Supplier<List<Node>> online) {
        this.label = label;
        this.online = online;
    }

    @Override
    public <T> T run(RemoteTask<T> task, Duration deadline) {
        String why = "";
        for (Node agent : online.get()) {
            VirtualChannel channel = agent.getChannel();
            try {
                if (channel != null) {
                    return result(agent, channel, channel.callAsync(new Carried<>(task)), deadline);
                }
            } catch (IOException e) {
                why = " (" + agent.getNodeName() + ": " + line(e) + ")";
            }
        }
        throw new RemoteUnavailableException(
                "no agent with the label \"" + label + "\" is online, and it is reached from there only" + why, false);
    }

    private <T> T result(Node agent, VirtualChannel channel, Future<T> sent, Duration deadline) {
        Duration patience = deadline.plus(known(channel) ? THERE_AND_BACK : FIRST);
        try {
            T result = sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            know(channel);
            return result;
        } catch (TimeoutException e) {
            throw away(agent, "gave no answer within " + patience.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw away(agent, "failed: " + line(e.getCause()));
        } catch (CancellationException e) {
            throw away(agent, "went away");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away(agent, "was not waited for");
        } finally {
            sent.cancel(true);
        }
    }

    private static boolean known(VirtualChannel channel) {
        synchronized (KNOWN) {
            return KNOWN.contains(channel);
        }
    }

    private static void know(VirtualChannel channel) {
        synchronized (KNOWN) {
            KNOWN.add(channel);
        }
    }

    private static RemoteUnavailableException away(Node agent, String what) {
        return new RemoteUnavailableException("agent " + agent.getNodeName() + " " + what, true);
    }

    private static String line(Throwable failure) {
        String text = failure.getMessage() == null ? "" : failure.getMessage();
        return failure.getClass().getSimpleName()
                + text.lines().findFirst().map(l -> ": " + l).orElse("");
    }

    /** The errand on its way. */
    private static final class Carried<T> extends MasterToSlaveCallable<T, RuntimeException> {
        private static final long serialVersionUID = 1L;
        private final RemoteTask<T> task;

        Carried(RemoteTask<T> task) {
            this.task = task;
        }

        @Override
        public T call() {
            return task.run();
        }
    }
}
