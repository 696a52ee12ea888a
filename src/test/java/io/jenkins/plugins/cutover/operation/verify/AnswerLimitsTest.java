package io.jenkins.plugins.cutover.operation.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.HarmKind;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.Answer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerLimitsTest {
    private static final int EMPTY = 150;
    private AnswerLimits limits = AnswerLimits.NONE;

    @Test
    void anEmptyOrHalvedAnswerOfTheSameCodingIsTooShort() {
        seen(Side.MESOS, "api", 4000, "");
        assertThat(kind("api", EMPTY, "")).contains(HarmKind.SHORT);
        assertThat(kind("api", 2000, "")).contains(HarmKind.SHORT);
        assertThat(kind("api", 3900, "")).isEmpty();
    }

    @Test
    void anEmptyAnswerIsTooShortThoughOnlyWholeOnesAreCompressed() {
        seen(Side.MESOS, "api", 20_000, "gzip");
        seen(Side.EKS, "api", 20_000, "gzip");
        assertThat(kind("api", EMPTY, "")).contains(HarmKind.SHORT);
        assertThat(kind("api", 2000, "")).isEmpty();
    }

    @Test
    void answersThatOnlyMesosCompressesAreNotTooShort() {
        seen(Side.MESOS, "", 50_000, "");
        seen(Side.MESOS, "", 4000, "gzip");
        assertThat(kind("", 20_000, "")).isEmpty();
        assertThat(kind("", EMPTY, "")).contains(HarmKind.SHORT);
        seen(Side.EKS, "", 4000, "gzip");
        assertThat(kind("", 20_000, "")).contains(HarmKind.SHORT);
    }

    @Test
    void answersThatOnlyEksCompressesAreNotTooShort() {
        seen(Side.MESOS, "api", 200_000, "");
        assertThat(kind("api", 10_000, "gzip")).isEmpty();
    }

    @Test
    void nothingIsTooShortWhereTheCodingIsNotLogged() {
        seen(Side.MESOS, "api", 200_000, null);
        assertThat(kind("api", 10_000, null)).isEmpty();
        assertThat(kind("api", EMPTY, null)).isEmpty();
    }

    @Test
    void emptyAnswersAreTooShortOnEachOfManyRoutes() {
        for (int route = 0; route < 1000; route++) {
            limits = limits.with(List.of(answer(Side.MESOS, "p" + route, 4000, "")), 0);
        }
        seen(Side.MESOS, "p2000", 4000, "");
        assertThat(kind("p2000", EMPTY, "")).contains(HarmKind.SHORT);
        assertThat(kind("p2001", EMPTY, "")).contains(HarmKind.SHORT);
        assertThat(kind("p2001", 3900, "")).isEmpty();
        assertThat(limits.sizes().shortest().size() + limits.sizes().collected().size())
                .isLessThan(25);
    }

    @Test
    void anOpenWebSocketIsNotSlow() {
        seen(Side.MESOS, "api", 4000, "");
        Answer lasting = new Answer(Side.EKS, "ws", 101, null, 5, 600_000, 500, "");
        Answer slow = new Answer(Side.EKS, "api", 200, null, 5, 600_000, 4000, "");
        assertThat(limits.kind(lasting, null)).isEmpty();
        assertThat(limits.kind(slow, null)).contains(HarmKind.VERY_SLOW);
    }

    private void seen(Side side, String route, long bytes, String coding) {
        for (int i = 0; i < ObservationCursor.ENOUGH; i++) {
            limits = limits.with(List.of(answer(side, route, bytes, coding)), 0);
        }
    }

    private Optional<HarmKind> kind(String route, long bytes, String coding) {
        return limits.kind(answer(Side.EKS, route, bytes, coding), null);
    }

    private static Answer answer(Side side, String route, long bytes, String coding) {
        return ShortAnswers.answer(side, route, bytes, coding);
    }
}
