package io.jenkins.plugins.cutover.traffic.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes to and from one instance, never waiting. */
interface Channel {
    /** @return how many bytes came; 0 when there are none now, -1 at the end */
    int read(ByteBuffer into) throws IOException;

    /** Sends as much as goes now. */
    void write(ByteBuffer from) throws IOException;

    /** Whether something written is still held back here. */
    boolean holdsBack();
}
