package io.jenkins.plugins.cutover.sandbox.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The capabilities of the terminal.
 *
 * @param live whether it can redraw in place, in colour; plain lines otherwise
 * @param unicode whether boxes and blocks can be written
 * @param columns at least 40
 * @param rows at least 10
 */
public record TerminalCapabilities(boolean live, boolean unicode, int columns, int rows) {
    public TerminalCapabilities {
        columns = Math.max(40, columns);
        rows = Math.max(10, rows);
    }

    /** @param terminal whether the output goes to a terminal at all */
    public static TerminalCapabilities detect(boolean terminal) {
        return detect(terminal, System.getenv(), terminal ? size() : "");
    }

    /**
     * NO_COLOR (no-color.org) and TERM=dumb mean plain lines.
     *
     * @param size rows and columns as {@code stty size} prints them; anything else for 24 by 80
     */
    static TerminalCapabilities detect(boolean terminal, Map<String, String> environment, String size) {
        String term = environment.getOrDefault("TERM", "dumb");
        boolean plain = !terminal
                || term.equals("dumb")
                || !environment.getOrDefault("NO_COLOR", "").isEmpty();
        String[] parts =
                size.trim().matches("[1-9]\\d{0,3} [1-9]\\d{0,3}") ? size.trim().split(" ") : new String[] {"24", "80"};
        return new TerminalCapabilities(
                !plain, unicode(environment), Integer.parseInt(parts[1]), Integer.parseInt(parts[0]));
    }

    private static boolean unicode(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8");
            }
        }
        return Charset.defaultCharset().newEncoder().canEncode('\u2588');
    }

    /** Java has no API for it; {@code stty} is part of every POSIX system. */
    private static String size() {
        Path terminal = Path.of("/dev/tty");
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Files.exists(terminal) ? terminal.toFile() : new File("/dev/null"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), Charset.defaultCharset());
            return stty.waitFor(1, TimeUnit.SECONDS) ? size : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
