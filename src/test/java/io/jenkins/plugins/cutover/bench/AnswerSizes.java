package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.operation.verify.ShortAnswers;
import io.jenkins.plugins.cutover.traffic.Answer;

/** Answers of random sizes on five routes, which are judged by the same code as those of a phase. */
final class AnswerSizes {
    private static final int ROUTES = 5;
    /** In the logarithm: a tenth of the answers has less than .15 of the median. */
    private static final double SPREAD = 1.5;

    private final Sampler random;
    private final Mix.Sizes sizes;

    private AnswerSizes(Sampler random, Mix.Sizes sizes) {
        this.random = random;
        this.sizes = sizes;
    }

    /** The part of EKS's answers and of Mesos's that is far too short, 0 to 1. */
    static double[] tooShort(Sampler random, Mix.Sizes sizes) {
        if (sizes == Mix.Sizes.UNKNOWN) {
            return new double[2];
        }
        AnswerSizes answers = new AnswerSizes(random, sizes);
        return ShortAnswers.parts(() -> answers.next(Side.MESOS), () -> answers.next(Side.EKS));
    }

    private Answer next(Side side) {
        int route = random.between(1, ROUTES);
        double bytes = 300 + 200 * Math.pow(10, route / 2.0) * Math.exp(SPREAD * random.gaussian());
        boolean compressed = sizes != Mix.Sizes.MIXED && side == Side.EKS;
        double sent = compressed ? 300 + (bytes - 300) * (.1 + .2 * random.uniform()) : bytes;
        String coding = compressed ? "gzip" : "";
        return ShortAnswers.answer(
                side, "route" + route, Math.round(sent), sizes == Mix.Sizes.COMPRESSED_UNLOGGED ? null : coding);
    }
}
