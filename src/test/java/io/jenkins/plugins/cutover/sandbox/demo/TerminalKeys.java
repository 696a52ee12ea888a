package io.jenkins.plugins.cutover.sandbox.demo;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Passes on each key that is pressed, without waiting for Enter. The terminal is as before when this is closed. */
final class TerminalKeys implements AutoCloseable {
    private static final File TERMINAL = new File("/dev/tty");

    private final Thread restore = new Thread(TerminalKeys::usual, "terminal-keys-restore");
    private final InputStream keys;

    private TerminalKeys(InputStream keys) {
        this.keys = keys;
    }

    /** @param pressed receives the character of each key */
    static TerminalKeys listen(IntConsumer pressed) throws IOException {
        TerminalKeys listening = new TerminalKeys(new FileInputStream(TERMINAL));
        Runtime.getRuntime().addShutdownHook(listening.restore);
        stty("-icanon", "-echo", "min", "1");
        Demo.daemon("terminal-keys").newThread(() -> listening.read(pressed)).start();
        return listening;
    }

    private void read(IntConsumer pressed) {
        try {
            for (int key = keys.read(); key >= 0; key = keys.read()) {
                pressed.accept(key);
            }
        } catch (IOException closed) {
            // the process ends
        }
    }

    private static void usual() {
        stty("icanon", "echo");
    }

    /** Java has no API for it; {@code stty} is part of every POSIX system. */
    private static void stty(String... modes) {
        String[] command = new String[modes.length + 1];
        command[0] = "stty";
        System.arraycopy(modes, 0, command, 1, modes.length);
        try {
            new ProcessBuilder(command)
                    .redirectInput(TERMINAL)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(1, TimeUnit.SECONDS);
        } catch (IOException e) {
            // Keys then count after Enter.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The thread that reads ends with the process: a read from a terminal cannot be interrupted. */
    @Override
    public void close() {
        usual();
        try {
            Runtime.getRuntime().removeShutdownHook(restore);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook follows.
        }
    }
}
