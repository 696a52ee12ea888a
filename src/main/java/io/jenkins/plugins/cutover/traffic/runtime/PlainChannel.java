package io.jenkins.plugins.cutover.traffic.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A Unix or TCP socket without encryption. */
record PlainChannel(SocketChannel channel) implements Channel {
    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        channel.write(from);
    }

    @Override
    public boolean hasPendingOutput() {
        return false;
    }
}
