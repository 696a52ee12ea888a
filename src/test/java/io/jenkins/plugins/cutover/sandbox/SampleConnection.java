package io.jenkins.plugins.cutover.sandbox;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One connection to a sample service: requests are answered one after the other (RFC 9112, section 9.3). Bodies of a
 * known length are read and dropped before the answer; chunked ones are refused with 411. Lives on its host's thread.
 */
final class SampleConnection {
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d{1,9})\r\n");
    private static final int MAX_HEAD = 16 * 1024;

    private final SampleHost host;
    private final SampleService service;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocate(MAX_HEAD);
    private ByteBuffer out = ByteBuffer.allocate(0);
    private SampleAnswer answer;
    private long sent;
    private SampleService.Handling reading;
    private long nanosPerByte;
    private long bodyLeft;
    private boolean busy;
    private boolean last;

    SampleConnection(SampleHost host, SampleService service, SocketChannel channel) throws IOException {
        this.host = host;
        this.service = service;
        this.channel = channel;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        key = host.register(channel, SelectionKey.OP_READ, this::ready);
    }

    void closeWhenIdle() {
        last = true;
        if (!busy) {
            close();
        }
    }

    void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // Already closed.
        }
        close();
    }

    private void answer(SampleAnswer next) {
        if (!channel.isOpen()) {
            return;
        }
        answer = next;
        sent = next.after(0);
        out = next.start(last);
        flush();
    }

    private void ready() {
        if (!key.isValid()) {
            return;
        }
        if (key.isWritable()) {
            flush();
        }
        if (key.isValid() && key.isReadable()) {
            read();
        }
    }

    private void read() {
        try {
            if (channel.read(in) < 0) {
                close();
            } else if (reading != null) {
                receive();
            } else if (!busy) {
                next();
            } else if (!in.hasRemaining()) {
                key.interestOps(0); // A client that pipelines waits for its answer.
            }
        } catch (IOException e) {
            close();
        }
    }

    /** Drops what has come of the request's body; after its last byte the request is handled. */
    private void receive() {
        in.flip();
        int taken = (int) Math.min(bodyLeft, in.remaining());
        in.position(in.position() + taken);
        in.compact();
        bodyLeft -= taken;
        if (bodyLeft == 0) {
            SampleService.Handling handling = reading;
            reading = null;
            handle(handling);
        } else if (nanosPerByte > 0 && taken > 0) {
            key.interestOps(0);
            later(taken * nanosPerByte, () -> key.interestOps(SelectionKey.OP_READ));
        }
    }

    private void handle(SampleService.Handling handling) {
        later(handling.nanos(), () -> {
            if (handling.reset()) {
                reset();
            } else {
                answer(handling.answer());
            }
        });
    }

    /** Unless the connection is closed by then. */
    private void later(long nanos, Runnable work) {
        host.later(nanos, () -> {
            if (channel.isOpen()) {
                work.run();
            }
        });
    }

    /** Takes the next complete request, if any, from the bytes read. */
    private void next() {
        in.flip();
        String text = StandardCharsets.ISO_8859_1.decode(in.duplicate()).toString();
        int end = text.indexOf("\r\n\r\n");
        if (end >= 0) {
            in.position(in.position() + end + 4);
        }
        in.compact();
        if (end >= 0) {
            take(text.substring(0, end + 2));
        } else if (!in.hasRemaining()) {
            refuse(431);
        }
    }

    private void take(String head) {
        busy = true;
        String lower = head.toLowerCase(Locale.ROOT);
        String[] line = head.substring(0, head.indexOf("\r\n")).split(" ");
        if (line.length != 3 || !line[2].startsWith("HTTP/1.")) {
            refuse(400);
            return;
        }
        if (lower.contains("\r\ntransfer-encoding:")) {
            refuse(411);
            return;
        }
        Matcher length = LENGTH.matcher(lower);
        bodyLeft = length.find() ? Long.parseLong(length.group(1)) : 0;
        boolean keep = lower.contains("\r\nconnection: keep-alive\r\n");
        last |= lower.contains("\r\nconnection: close\r\n") || (line[2].equals("HTTP/1.0") && !keep);
        SampleService.Handling handling = service.handling(line[1]);
        if (handling != null) {
            nanosPerByte = bodyLeft == 0 ? 0 : handling.uploadNanos() / bodyLeft;
            reading = handling;
            receive();
        }
    }

    private void refuse(int status) {
        busy = true;
        last = true;
        answer(service.refusal(status));
    }

    /** Sends what the socket takes: the rest when it takes more, the next piece when that is due. */
    private void flush() {
        try {
            channel.write(out);
            key.interestOps(out.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        } catch (IOException e) {
            close();
            return;
        }
        if (busy && !out.hasRemaining()) {
            proceed();
        }
    }

    private void proceed() {
        if (answer.cutAt(sent)) {
            close();
        } else if (answer.endsAt(sent)) {
            answered();
        } else {
            later(answer.pause(sent), () -> {
                out = answer.piece(sent);
                sent = answer.after(sent);
                flush();
            });
        }
    }

    private void answered() {
        busy = false;
        answer = null;
        if (last) {
            close();
            return;
        }
        key.interestOps(SelectionKey.OP_READ);
        if (in.position() > 0) {
            host.execute(() -> {
                if (!busy && channel.isOpen()) {
                    next();
                }
            });
        }
    }

    private void close() {
        SampleHost.closeQuietly(channel);
        service.gone(this);
    }
}
