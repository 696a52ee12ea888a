package io.jenkins.plugins.cutover.eks.watch;

import java.time.Duration;

/**
 * The times and limits of a watch.
 *
 * @param page how many pods one answer of a list may hold
 * @param life after which the server ends the watch; it is followed by a list, so changes that the watch missed are found
 *     after this time at most
 * @param idle without a question for so long, the watch ends together with its connection, so after {@code idle} and
 *     {@code life} at most
 * @param grace after {@code life}, for a server that does not end the watch
 * @param firstWait before the second attempt; doubles up to {@code longestWait} while attempts fail
 */
record WatchSettings(int page, Duration life, Duration idle, Duration grace, Duration firstWait, Duration longestWait) {
    static final WatchSettings DEFAULT = new WatchSettings(
            500,
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1));

    /** @return the wait after one more failure */
    Duration longer(Duration wait) {
        Duration twice = wait.multipliedBy(2);
        return twice.compareTo(longestWait) > 0 ? longestWait : twice;
    }
}
