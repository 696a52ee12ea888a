package io.jenkins.plugins.cutover.sandbox.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The event stream (server-sent events) and its listeners. */
final class Events {
    private record Listener(OutputStream out, Set<String> types) {}

    private final List<Listener> listeners = new ArrayList<>();

    /** @param types the event types wanted; empty for all */
    synchronized void attach(OutputStream out, Set<String> types) {
        listeners.add(new Listener(out, types));
        send("event_stream_attached", Json.object().put("remoteAddress", "127.0.0.1"));
    }

    synchronized void send(String type, ObjectNode event) {
        String text = "event: " + type + "\r\ndata: " + event.put("eventType", type) + "\r\n\r\n";
        listeners.removeIf(l -> (l.types.isEmpty() || l.types.contains(type)) && !write(l, text));
    }

    private static boolean write(Listener listener, String text) {
        try {
            listener.out.write(text.getBytes(StandardCharsets.UTF_8));
            listener.out.flush();
            return true;
        } catch (IOException e) {
            return false; // the listener has disconnected
        }
    }
}
