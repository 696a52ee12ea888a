package io.jenkins.plugins.cutover.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * One open channel for all users of a file in this process. POSIX releases every lock of a process on a file as soon as
 * the process closes any of its descriptors of that file: with a channel for each user, the first that is done would
 * release the locks of the others. The last user closes it.
 */
final class SharedChannel implements AutoCloseable {
    private static final Map<Path, SharedChannel> OPEN = new HashMap<>();

    private final Path file;
    private final FileChannel channel;
    private int users;

    private SharedChannel(Path file) throws IOException {
        this.file = file;
        this.channel = DurableFile.openForLocks(file);
    }

    static SharedChannel open(Path file) throws IOException {
        Path key = file.toAbsolutePath().normalize();
        synchronized (OPEN) {
            SharedChannel shared = OPEN.get(key);
            if (shared == null) {
                shared = new SharedChannel(key);
                OPEN.put(key, shared);
            }
            shared.users++;
            return shared;
        }
    }

    FileChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        synchronized (OPEN) {
            if (--users == 0) {
                OPEN.remove(file);
                channel.close();
            }
        }
    }
}
