package io.jenkins.plugins.cutover.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * One write in a {@link CommitLog}. In the log it is one line, {@code entry CRC HEAD LINES POSITION SERVICE HISTORY},
 * followed by the bytes of the head and of the lines; CRC is the CRC-32 of these bytes, HEAD and LINES are their numbers.
 *
 * @param service whose it is
 * @param history the name of the service's history file
 * @param position in bytes, where the lines begin in the history file
 * @param head the content of the record's file; none when only lines are added
 * @param lines what is added to the history file
 */
record CommitLogEntry(String service, String history, long position, byte[] head, byte[] lines) {
    private static final String FORMAT = "entry %08x %d %d %d %s %s";
    private static final int FIELDS = 7;

    /** In bytes. A first line above it is damaged. */
    private static final int LONGEST_LINE = 1000;

    List<ByteBuffer> buffers() {
        String line = String.format(
                        Locale.ROOT, FORMAT, crc(head, lines), head.length, lines.length, position, service, history)
                + "\n";
        return List.of(
                ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)), ByteBuffer.wrap(head), ByteBuffer.wrap(lines));
    }

    /** All entries up to the first that is incomplete: what was not written whole was never reported as done. */
    static List<CommitLogEntry> read(byte[] segment) {
        List<CommitLogEntry> entries = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(segment);
        Optional<CommitLogEntry> next = next(rest);
        while (next.isPresent()) {
            entries.add(next.get());
            next = next(rest);
        }
        return entries;
    }

    /**
     * The same without those that another entry wrote over: their write was given up, because the disk did not answer in
     * time.
     */
    static List<CommitLogEntry> inEffect(byte[] segment) {
        List<CommitLogEntry> all = read(segment);
        Map<String, Integer> last = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            last.put(all.get(i).place(), i);
        }
        return IntStream.range(0, all.size())
                .filter(i ->
                        all.get(i).lines().length == 0 || last.get(all.get(i).place()) == i)
                .mapToObj(all::get)
                .toList();
    }

    private String place() {
        return history + " " + position;
    }

    private static Optional<CommitLogEntry> next(ByteBuffer rest) {
        StringBuilder line = new StringBuilder();
        while (rest.hasRemaining() && line.length() < LONGEST_LINE) {
            char c = (char) rest.get();
            if (c == '\n') {
                return entry(line.toString().trim().split(" "), rest);
            }
            line.append(c);
        }
        return Optional.empty();
    }

    private static Optional<CommitLogEntry> entry(String[] fields, ByteBuffer rest) {
        if (fields.length != FIELDS || !fields[0].equals("entry")) {
            return Optional.empty();
        }
        try {
            int head = Integer.parseInt(fields[2]);
            int lines = Integer.parseInt(fields[3]);
            if (head < 0 || lines < 0 || (long) head + lines > rest.remaining()) {
                return Optional.empty();
            }
            byte[] headBytes = new byte[head];
            byte[] lineBytes = new byte[lines];
            rest.get(headBytes).get(lineBytes);
            return crc(headBytes, lineBytes) == Long.parseLong(fields[1], 16)
                    ? Optional.of(
                            new CommitLogEntry(fields[5], fields[6], Long.parseLong(fields[4]), headBytes, lineBytes))
                    : Optional.empty();
        } catch (NumberFormatException damaged) {
            return Optional.empty();
        }
    }

    private static long crc(byte[] head, byte[] lines) {
        CRC32 crc = new CRC32();
        crc.update(head);
        crc.update(lines);
        return crc.getValue();
    }
}
