package io.jenkins.plugins.cutover.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of {@code ./cutover bench scale}.
 *
 * @param sizes numbers of cutovers, one group of rows for each
 * @param seconds of the window; 0 to choose by the number of cutovers
 * @param rows which rows of a group, as {@code verify/disk}; empty for all
 * @param guards whether guards run beside the verifications, as on a controller
 * @param recording file for a flight recording of the measured process; empty for none
 */
record ScaleOptions(
        List<Integer> sizes, double seconds, List<String> rows, boolean guards, boolean json, String recording) {
    static final String DISK = "disk";
    static final String TMPFS = "tmpfs";
    private static final List<Integer> SIZES = List.of(1, 10, 100, 1000);
    private static final int MOST = 2000;

    /** One row of a group. */
    record Wanted(String kind, String store) {}

    private static final List<Wanted> ALL = List.of(
            new Wanted(ScaleTask.VERIFY, DISK),
            new Wanted(ScaleTask.VERIFY, TMPFS),
            new Wanted(ScaleTask.WAITING, DISK));

    /** @throws IllegalArgumentException naming the argument and what is valid */
    static ScaleOptions parse(String[] args) {
        List<Integer> sizes = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        double seconds = 0;
        boolean guards = false;
        boolean json = false;
        String recording = "";
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--cutovers" -> sizes.add(number(args, ++i, MOST));
                case "--seconds" -> seconds = number(args, ++i, 3600);
                case "--row" -> rows.add(row(args, ++i));
                case "--guards" -> guards = true;
                case "--json" -> json = true;
                case "--recording" -> recording = text(args, ++i);
                default ->
                    throw new IllegalArgumentException("\"" + args[i] + "\" is not one of --cutovers N, --seconds N,"
                            + " --row KIND/STORE, --guards, --recording FILE, --json");
            }
        }
        return new ScaleOptions(sizes.isEmpty() ? SIZES : sizes, seconds, rows, guards, json, recording);
    }

    private static String text(String[] args, int at) {
        if (at >= args.length) {
            throw new IllegalArgumentException(args[at - 1] + ": its value is missing");
        }
        return args[at];
    }

    private static int number(String[] args, int at, int most) {
        String given = text(args, at);
        if (!given.matches("[1-9]\\d{0,4}") || Integer.parseInt(given) > most) {
            throw new IllegalArgumentException(
                    args[at - 1] + ": \"" + given + "\" is not a whole number from 1 to " + most);
        }
        return Integer.parseInt(given);
    }

    private static String row(String[] args, int at) {
        String given = text(args, at);
        List<String> known = ALL.stream().map(ScaleOptions::name).toList();
        if (!known.contains(given)) {
            throw new IllegalArgumentException(
                    args[at - 1] + ": \"" + given + "\" is not one of " + String.join(", ", known));
        }
        return given;
    }

    private static String name(Wanted wanted) {
        return wanted.kind() + "/" + wanted.store();
    }

    /** The rows of each group. A machine without a tmpfs has none for it. */
    List<Wanted> wanted() {
        return ALL.stream()
                .filter(w -> rows.isEmpty() || rows.contains(name(w)))
                .filter(w -> w.store().equals(DISK) || Files.isWritable(Path.of("/dev/shm")))
                .toList();
    }

    /** @return seconds */
    double window(int cutovers) {
        return seconds > 0 ? seconds : cutovers <= 10 ? 6 : cutovers <= 100 ? 20 : 60;
    }

    /** The compiler needs ticks, of which few cutovers have few. @return seconds */
    double warmUp(int cutovers) {
        return Math.min(window(cutovers), cutovers <= 10 ? 5 : 20);
    }
}
