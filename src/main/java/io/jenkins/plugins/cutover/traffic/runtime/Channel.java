package io.jenkins.plugins.cutover.traffic.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A non-blocking byte channel to one instance. */
interface Channel {
    /** @return the number of bytes read; 0 when there are none now, -1 at the end of the stream */
    int read(ByteBuffer into) throws IOException;

    /** Writes as much as the socket accepts now. */
    void write(ByteBuffer from) throws IOException;

    /** Whether bytes passed to {@link #write} are still buffered here. */
    boolean hasPendingOutput();
}
