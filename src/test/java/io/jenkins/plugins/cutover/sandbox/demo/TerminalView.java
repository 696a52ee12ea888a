package io.jenkins.plugins.cutover.sandbox.demo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The stage view in the terminal. On a terminal it redraws itself in place; elsewhere, and with {@code NO_COLOR} or a
 * dumb terminal, it prints a line for each change. Call {@link #show} a few times a second.
 */
public final class TerminalView implements AutoCloseable {
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    /** A line must not wrap after the window became narrower, because the count of lines would be wrong. */
    private static final String NO_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final PrintStream out;
    private final TerminalCapabilities look;
    private final PlainLines plain = new PlainLines();
    private int drawn;
    private boolean closed;
    private final Thread restore = new Thread(this::close, "terminal-view");

    /** @param out must encode UTF-8 where {@code look} says unicode */
    public TerminalView(PrintStream out, TerminalCapabilities look) {
        this.out = out;
        this.look = look;
        if (look.live()) {
            Runtime.getRuntime().addShutdownHook(restore);
        }
    }

    /** On standard output. @param terminal whether that is a terminal: {@code System.console() != null} */
    public static TerminalView open(boolean terminal) {
        return new TerminalView(
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                TerminalCapabilities.detect(terminal));
    }

    public synchronized void show(DemoState state) {
        if (closed) {
            return;
        }
        if (look.live()) {
            redraw(Frame.lines(state, look));
        } else {
            plain.lines(state).forEach(out::println);
        }
        out.flush();
    }

    private void redraw(List<String> lines) {
        StringBuilder screen = new StringBuilder(HIDE_CURSOR).append(NO_WRAP);
        if (drawn > 0) {
            screen.append("\u001b[").append(drawn).append('A');
        }
        screen.append('\r');
        for (String line : lines) {
            screen.append(line).append(CLEAR_LINE).append('\n');
        }
        screen.append(CLEAR_BELOW).append(WRAP);
        out.print(screen);
        drawn = lines.size();
    }

    /** Restores the cursor; the last frame stays on the screen. Also done when the process is interrupted. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (look.live()) {
            out.print(WRAP + SHOW_CURSOR);
            forgetHook();
        }
        out.flush();
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(restore);
        } catch (IllegalStateException e) {
            // The process is ending: this is the shutdown hook, or the hook follows and has nothing to do.
        }
    }
}
