package io.jenkins.plugins.cutover.simulation;

import java.time.Duration;
import java.util.Random;

/**
 * How long a cutover waits, and what guards it meanwhile; drawn from a seed. Most cutovers wait for seconds only.
 *
 * @param guardApart whether the guard is a process of its own; otherwise it runs on the controller, and dies with it
 * @param guardDies whether the guard's process is ended and started again at times
 * @param gate how long one gate waits with traffic on EKS; zero for no such gate
 * @param soak how long all traffic must be on EKS before Mesos is retired
 * @param after how long the service lives on after the pipeline has completed
 */
record Waits(boolean guardApart, boolean guardDies, Duration gate, Duration soak, Duration after) {
    private static final Duration SHORT_SOAK = Duration.ofSeconds(10);

    static Waits of(Random random) {
        boolean apart = random.nextInt(4) > 0;
        return new Waits(
                apart,
                apart && random.nextInt(3) == 0,
                random.nextInt(8) == 0 ? minutes(2, 60, random) : Duration.ZERO,
                random.nextInt(4) == 0 ? minutes(1, 15, random) : SHORT_SOAK,
                random.nextInt(2) == 0 ? minutes(1, 8, random) : Duration.ZERO);
    }

    private static Duration minutes(int least, int most, Random random) {
        return Duration.ofMinutes(least + random.nextInt(most - least));
    }

    boolean soaksLong() {
        return soak.compareTo(SHORT_SOAK) > 0;
    }
}
