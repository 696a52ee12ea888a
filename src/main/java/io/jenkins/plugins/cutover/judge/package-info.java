/**
 * The stability judge: any-time-valid tests on the two sides' traffic. Pure functions: no clock, no I/O, nothing of ours.
 *
 * <p>Vocabulary: a test starts with a capital of 1 and bets it on each poll. If the two sides are equally good no
 * betting scheme can be expected to grow the capital, so by Ville's inequality it reaches {@code 1/alpha} at any time of
 * the whole cutover with a probability of at most {@code alpha}. That is why the verdict may be read at every poll.
 * "Evidence 1:212" in a verdict is a capital of 212.
 */
package io.jenkins.plugins.cutover.judge;
