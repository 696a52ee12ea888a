package io.jenkins.plugins.cutover.eks.watch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Splits a body that arrives in pieces into lines. Not thread-safe. */
final class LineSplitter {
    private final int limit;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** @param limit of a line, in bytes */
    LineSplitter(int limit) {
        this.limit = limit;
    }

    /**
     * Takes the next piece.
     *
     * @return the lines that it completes, without those that are empty
     * @throws IOException when a line is longer than the limit
     */
    List<String> add(ByteBuffer piece) throws IOException {
        List<String> lines = new ArrayList<>();
        while (piece.hasRemaining()) {
            byte next = piece.get();
            if (next != '\n') {
                if (line.size() == limit) {
                    throw new IOException("an event of the watch has more than " + limit + " bytes");
                }
                line.write(next);
            } else if (line.size() > 0) {
                lines.add(line.toString(StandardCharsets.UTF_8));
                line.reset();
            }
        }
        return lines;
    }
}
