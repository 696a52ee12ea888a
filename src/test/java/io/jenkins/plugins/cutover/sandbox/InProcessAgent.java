package io.jenkins.plugins.cutover.sandbox;

import io.jenkins.plugins.cutover.model.RemoteExecutor;
import io.jenkins.plugins.cutover.model.RemoteTask;
import io.jenkins.plugins.cutover.model.RemoteUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/** An agent without its JVM: tasks and results travel as bytes, as they do over a channel. */
public final class InProcessAgent implements RemoteExecutor {
    private int tasks;
    private boolean away;
    private boolean answersLost;

    /** The number of tasks that ran. */
    public int tasks() {
        return tasks;
    }

    /** The agent is offline after this call. */
    public void leave() {
        away = true;
    }

    /** After this call tasks run, but their results are lost. */
    public void loseAnswers() {
        answersLost = true;
    }

    @Override
    public <T> T run(RemoteTask<T> task, Duration deadline) {
        if (away) {
            throw new RemoteUnavailableException("no agent with the label \"vpc\" is online", false);
        }
        tasks++;
        T result = travelled(travelled(task).run());
        if (answersLost) {
            throw new RemoteUnavailableException("agent a1 gave no answer", true);
        }
        return result;
    }

    @SuppressWarnings("unchecked")
    private static <T> T travelled(T thing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(thing);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
