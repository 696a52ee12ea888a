package io.jenkins.plugins.cutover.operation.verify;

import io.jenkins.plugins.cutover.model.HarmKind;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.Answer;
import java.util.List;
import java.util.function.Supplier;

/** Which part of the answers of each side is far too short by the limits that a phase takes from Mesos's first answers. */
public final class ShortAnswers {
    private static final int SEEN_BEFORE = 400;
    private static final int SAMPLE = 2000;

    private ShortAnswers() {}

    /**
     * @param mesos gives one answer of Mesos after the other
     * @param eks the same of EKS
     * @return the part that is too short of EKS's answers and of Mesos's, 0 to 1
     */
    public static double[] parts(Supplier<Answer> mesos, Supplier<Answer> eks) {
        AnswerLimits limits = AnswerLimits.NONE;
        for (int i = 0; i < SEEN_BEFORE; i++) {
            limits = limits.with(List.of(mesos.get()), 0);
        }
        return new double[] {part(limits, eks), part(limits, mesos)};
    }

    private static double part(AnswerLimits limits, Supplier<Answer> answers) {
        int tooShort = 0;
        for (int i = 0; i < SAMPLE; i++) {
            tooShort += limits.kind(answers.get(), null)
                            .filter(k -> k == HarmKind.SHORT)
                            .isPresent()
                    ? 1
                    : 0;
        }
        return (double) tooShort / SAMPLE;
    }

    /** An answer 200 of that size. @param coding null when it is not logged */
    public static Answer answer(Side side, String route, long bytes, String coding) {
        return new Answer(side, route, 200, null, 1, 1, bytes, coding);
    }
}
