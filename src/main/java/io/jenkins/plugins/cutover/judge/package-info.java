/**
 * The stability judge: any-time-valid tests on the two sides' traffic. Pure functions: no clock, no I/O, nothing of ours.
 *
 * <p>Contract: a service that is no worse on EKS than the margins allow is found HARMFUL with a probability of at most
 * alpha (1:200) in one whole cutover, over all measures, phases, polls, waits and asks together. docs/concepts.md has the
 * hypothesis, the margin, the weight and the assumption of each measure.
 *
 * <p>Vocabulary: a test starts with a capital of 1 and bets it on each poll. If the two sides are equally good no
 * betting scheme can be expected to grow the capital, so by Ville's inequality it reaches {@code 1/alpha} at any time of
 * the whole cutover with a probability of at most {@code alpha}. That is why the verdict may be read at every poll.
 * "Evidence 1:212" in a verdict is a capital of 212.
 *
 * <p>Where to read: {@link Judge} takes the polls in, {@link MetricTests} has the tests and mixes their capitals,
 * {@link Findings} decides what they prove, {@link PhaseDecider} what follows from it in a phase. The tests themselves:
 * {@link Comparison} for failures, {@link KindTests} for other endings, {@link Hanging} for requests in flight,
 * {@link SlownessTests} for response times, {@link RateTest} for a promise to users. {@link Suspicion} proves nothing: it asks the
 * other side.
 */
package io.jenkins.plugins.cutover.judge;
