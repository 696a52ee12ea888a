package io.jenkins.plugins.cutover.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Observations;
import io.jenkins.plugins.cutover.model.TrafficSample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * The events and the traffic of one cutover, which only grow: one JSON object a line, {@code {"event": ...}},
 * {@code {"sample": ...}} or {@code {"observed": ...}}. The record's file names the history file and how many of its bytes
 * belong to the record. Lines behind these count only when they are {@code observed} of the record's revision: polls
 * since its last decision. An incomplete last line is what a crash left, and is overwritten.
 */
final class HistoryFile {
    private static final String FOLDER = "history";

    private HistoryFile() {}

    static Path path(Path journal, String name) {
        return journal.resolve(FOLDER).resolve(name);
    }

    /** @param generation differs each time that the history of a cutover is written anew */
    static String name(CutoverRecord record, long generation) {
        return record.service() + "-" + record.openedAt().toEpochMilli() + "-" + generation + ".jsonl";
    }

    /** What a poll observed after the last decision. */
    record Observed(long revision, Observations poll) {}

    static byte[] lines(List<TrafficSample> samples, List<Event> events) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (TrafficSample sample : samples) {
            line(lines, Map.of("sample", sample));
        }
        for (Event event : events) {
            line(lines, Map.of("event", event));
        }
        return lines.toByteArray();
    }

    /** @param samples those that are not in the file yet */
    static byte[] observed(CutoverRecord record, List<TrafficSample> samples) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        Observations poll = Observations.of(record).with(samples);
        line(line, Map.of("observed", new Observed(record.revision(), poll)));
        return line.toByteArray();
    }

    private static void line(ByteArrayOutputStream lines, Object value) throws IOException {
        lines.writeBytes(Json.mapper().writeValueAsBytes(value));
        lines.write('\n');
    }

    /** Writes lines at a position, over what an unfinished write left there. */
    static void append(Path file, long position, byte[] lines) throws IOException {
        if (lines.length == 0) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (channel.size() < position) {
                throw new IOException(file + ": has " + channel.size() + " bytes where " + position + " were written");
            }
            if (channel.size() > position) {
                channel.truncate(position);
            }
            ByteBuffer bytes = ByteBuffer.wrap(lines);
            channel.position(position);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /**
     * Adds the history and the last observations to the tree of a record.
     *
     * @param bytes of the file that belong to the record
     * @return how many bytes of the file are read, those of later observations included
     * @throws IOException when something is missing; the tree has what there is then
     */
    static long addTo(ObjectNode record, Path file, long bytes) throws IOException {
        ArrayNode events = record.putArray("history");
        ArrayNode samples = record.putArray("samples");
        byte[] all = Files.readAllBytes(file);
        if (all.length < bytes) {
            throw new IOException(file + ": has " + all.length + " of " + bytes + " bytes");
        }
        long revision = record.path("revision").asLong();
        int from = 0;
        for (int end = next(all, from); end >= 0; end = next(all, from)) {
            boolean committed = from < bytes;
            JsonNode line = line(all, from, end, committed);
            JsonNode observed = line.path("observed");
            if (!committed && observed.path("revision").asLong() != revision) {
                return from;
            }
            addLine(line, events, samples);
            if (!committed) {
                overlay(record, observed.path("poll"));
            }
            from = end + 1;
        }
        return from;
    }

    /** Behind the record's bytes, a damaged line is what a crash left too. */
    private static JsonNode line(byte[] all, int from, int end, boolean committed) throws IOException {
        try {
            return Json.mapper().readTree(all, from, end - from);
        } catch (JsonProcessingException damaged) {
            if (committed) {
                throw damaged;
            }
            return MissingNode.getInstance();
        }
    }

    private static int next(byte[] all, int from) {
        for (int i = from; i < all.length; i++) {
            if (all[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static void addLine(JsonNode line, ArrayNode events, ArrayNode samples) {
        if (line.has("event")) {
            events.add(line.get("event"));
        } else if (line.has("sample")) {
            samples.add(line.get("sample"));
        } else {
            line.path("observed").path("poll").path("samples").forEach(samples::add);
        }
    }

    private static void overlay(ObjectNode record, JsonNode poll) {
        record.set("updatedAt", poll.get("updatedAt"));
        record.set("confirmed", poll.get("confirmed"));
        if (record.get("verify") instanceof ObjectNode verify) {
            List.of("judge", "lookout", "missedPolls", "lastEvidenceAt")
                    .forEach(field -> verify.set(field, poll.get(field)));
        }
        if (record.get("before") instanceof ObjectNode before) {
            before.set("calibration", poll.get("calibration"));
        }
    }
}
