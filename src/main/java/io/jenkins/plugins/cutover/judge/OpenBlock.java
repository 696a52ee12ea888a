package io.jenkins.plugins.cutover.judge;

/**
 * Counts of the block that is still open.
 *
 * @param canary EKS requests
 * @param baseline Mesos requests
 * @param baselineErrors failed of them
 * @param canaryVotes EKS's part of the votes, fractions of a vote included
 * @param votes of both sides
 */
record OpenBlock(long canary, long baseline, long baselineErrors, double canaryVotes, double votes) {
    static final OpenBlock EMPTY = new OpenBlock(0, 0, 0, 0, 0);

    /** Each failure is a vote of its own. */
    OpenBlock plus(Pair poll) {
        return plus(poll, poll.canary().errors(), poll.errors());
    }

    /** A poll's failures are one vote per {@code burst} failures, at least one, split as the failures are. */
    OpenBlock plusVotes(Pair poll, double burst) {
        double x = poll.errors();
        if (x == 0) {
            return plus(poll);
        }
        double vote = Math.max(1, x / burst);
        return plus(poll, vote * poll.canary().errors() / x, vote);
    }

    private OpenBlock plus(Pair poll, double canaryPart, double all) {
        return new OpenBlock(
                canary + poll.canary().requests(),
                baseline + poll.baseline().requests(),
                baselineErrors + poll.baseline().errors(),
                canaryVotes + canaryPart,
                votes + all);
    }
}
