package io.jenkins.plugins.cutover.judge;

/**
 * A sign test on how long requests stay, for sources that time no single request. By Little's law the mean number in flight
 * is the rate of arrivals times the mean time from arrival to the last byte, so each window of 5 s gives a mean for both
 * sides. H0: EKS's is above {@code latencyRatio} times Mesos's and 20 ms in at most half of the windows.
 *
 * @param canary request seconds in flight at EKS in the open window
 * @param baseline the same at Mesos
 * @param canaryArrived requests that arrived at EKS in it
 * @param baselineArrived the same at Mesos
 * @param seconds of the open window
 * @param points windows that have ended
 * @param slower windows in which EKS was slower
 */
record Stays(
        double canary,
        double baseline,
        long canaryArrived,
        long baselineArrived,
        double seconds,
        int points,
        int slower) {
    static final Stays NONE = new Stays(0, 0, 0, 0, 0, 0, 0);

    private static final double WINDOW = 5;
    /** With fewer requests on a side a window goes on: one long request would be its mean. */
    private static final long FEWEST = 20;

    private static final double FLOOR_SECONDS = .02;
    private static final int FEW_POINTS = 3;

    /** @param covered seconds of the poll */
    Stays observe(OpenRequests open, double covered, double ratio) {
        Stays more = new Stays(
                canary + covered * open.canary(),
                baseline + covered * open.baseline(),
                canaryArrived + open.canaryArrived(),
                baselineArrived + open.baselineArrived(),
                seconds + covered,
                points,
                slower);
        return more.isFull() ? more.closed(ratio) : more;
    }

    private boolean isFull() {
        return seconds >= WINDOW && canaryArrived >= FEWEST && baselineArrived >= FEWEST;
    }

    private Stays closed(double ratio) {
        boolean isSlower = canary / canaryArrived > ratio * baseline / baselineArrived + FLOOR_SECONDS;
        return new Stays(0, 0, 0, 0, 0, points + 1, slower + (isSlower ? 1 : 0));
    }

    /** The open window is dropped: another share begins. */
    Stays nextPhase() {
        return new Stays(0, 0, 0, 0, 0, points, slower);
    }

    boolean mostlySlower() {
        return points >= FEW_POINTS && 2 * slower > points;
    }

    double evidence() {
        return SignTest.evidence(points, slower);
    }
}
