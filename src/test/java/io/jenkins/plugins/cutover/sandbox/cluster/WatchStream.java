package io.jenkins.plugins.cutover.sandbox.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Answers one watch by the rules of "Efficient detection of changes" in the Kubernetes API concepts: one JSON object per
 * line, after the given resource version. Without a version, or with 0, the current objects come first as ADDED. A version
 * that is no longer kept is an ERROR event with a Status of code 410. {@code timeoutSeconds} ends the answer; an object
 * that leaves or enters the selector is DELETED or ADDED. There are no bookmarks, as the documents allow.
 */
final class WatchStream {
    /** The least that a real server chooses by itself (kube-apiserver, {@code --min-request-timeout}). */
    private static final long DEFAULT_SECONDS = 1800;

    private static final long LOOK_MILLIS = 20;

    private final Store store;
    private final Faults faults;
    private final ApiRequest request;
    private final long until;
    private final int cuts;
    private long version;

    /** @throws ApiFault for a parameter that is not a number */
    WatchStream(Store store, Faults faults, ApiRequest request) {
        this.store = store;
        this.faults = faults;
        this.request = request;
        this.cuts = faults.cuts();
        this.version = number("resourceVersion", 0);
        this.until = System.nanoTime() + TimeUnit.SECONDS.toNanos(number("timeoutSeconds", DEFAULT_SECONDS));
    }

    private long number(String parameter, long missing) {
        String text = request.query().getOrDefault(parameter, "");
        if (text.isEmpty()) {
            return missing;
        }
        if (!text.matches("\\d{1,18}")) {
            throw ApiFault.badRequest(parameter + ": Invalid value: \"" + text + "\"");
        }
        return Long.parseLong(text);
    }

    /** Returns when the watch has ended. @throws IOException when the client has gone, or the connection is cut */
    void answer(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.flush();
        if (version == 0) {
            synchronized (store) {
                version = Long.parseLong(store.version());
                for (ObjectNode object : store.list(request.kind(), request.namespace())) {
                    send(out, null, object);
                }
            }
        }
        while (System.nanoTime() < until && next(out)) {
            if (faults.cuts() != cuts) {
                throw new IOException("the connection is cut");
            }
        }
        out.close();
    }

    /** @return false after an error that ends the watch */
    private boolean next(OutputStream out) throws IOException {
        List<Store.Change> changes = awaitChanges();
        if (changes == null) {
            ApiFault expired =
                    new ApiFault(410, "Expired", "too old resource version: " + version + " (" + store.version() + ")");
            write(out, "ERROR", expired.status());
            return false;
        }
        for (Store.Change change : changes) {
            version = change.version();
            if (change.kind().sameObjects(request.kind())) {
                send(out, change.before(), change.after());
            }
        }
        return true;
    }

    private List<Store.Change> awaitChanges() throws IOException {
        synchronized (store) {
            List<Store.Change> changes = store.since(version);
            if (changes == null || !changes.isEmpty()) {
                return changes;
            }
            try {
                store.wait(LOOK_MILLIS);
            } catch (InterruptedException e) {
                throw new IOException("the server stops", e);
            }
            return store.since(version);
        }
    }

    private void send(OutputStream out, ObjectNode before, ObjectNode after) throws IOException {
        boolean was = watched(before);
        boolean is = watched(after);
        if (was || is) {
            write(out, !was ? "ADDED" : is ? "MODIFIED" : "DELETED", is ? after : deleted(before));
        }
    }

    /** The last state, with the version of the deletion. */
    private ObjectNode deleted(ObjectNode before) {
        ObjectNode last = before.deepCopy();
        last.withObject("/metadata").put("resourceVersion", String.valueOf(version));
        return last;
    }

    private boolean watched(ObjectNode object) {
        return object != null
                && (request.namespace().isEmpty()
                        || request.namespace()
                                .equals(object.path("metadata")
                                        .path("namespace")
                                        .asText()))
                && (request.name().isEmpty()
                        || request.name()
                                .equals(object.path("metadata").path("name").asText()))
                && Selectors.match(request.query(), object);
    }

    private static void write(OutputStream out, String type, ObjectNode object) throws IOException {
        ObjectNode event = Store.JSON.createObjectNode().put("type", type);
        event.set("object", object);
        out.write((event + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
