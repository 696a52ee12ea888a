package io.jenkins.plugins.cutover.traffic.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.HarmKind;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RingLineTest {
    private static final String LINE = "cutover/9/orders/eks1/200/2/1/40/700/5052/41/--";

    private static Answer answer(String line) {
        return RingLine.parse(line).answer(Side.EKS).orElseThrow();
    }

    @Test
    void aLineHasTheTimesTheBytesTheRouteAndTheCoding() {
        assertThat(answer("10.0.0.1 " + LINE + "/checkout/GZIP more"))
                .isEqualTo(new Answer(Side.EKS, "checkout", 200, null, 43, 700, 5052, "gzip"));
        assertThat(answer(LINE + "/checkout/-").coding()).isEmpty();
    }

    @Test
    void routeAndCodingAreOptional() {
        assertThat(answer(LINE)).isEqualTo(new Answer(Side.EKS, "", 200, null, 43, 700, 5052, null));
        assertThat(answer(LINE + "/checkout").route()).isEqualTo("checkout");
        assertThat(answer(LINE + "/checkout").coding()).isNull();
        assertThat(answer(LINE + "/-/-").route()).isEmpty();
        assertThat(answer(LINE + "/api/v2/checkout/br").route()).isEqualTo("api/v2/checkout");
        assertThat(answer(LINE + "/api/v2/checkout/br").coding()).isEqualTo("br");
    }

    @Test
    void theOlderFormIsStillRead() {
        assertThat(answer("cutover/9/orders/eks1/404/2/1/40"))
                .isEqualTo(new Answer(Side.EKS, "", 404, HarmKind.NOT_FOUND, 43, -1, -1, null));
        assertThat(answer("cutover/9/orders/eks1/400/2/1/40").kind()).isEqualTo(HarmKind.CLIENT_ERROR);
        assertThat(answer("cutover/9/orders/eks1/400/0/0/-1").kind()).isEqualTo(HarmKind.GIVEN_UP);
        assertThat(answer("cutover/9/orders/eks1/200/2/1/40").complete()).isFalse();
    }

    @Test
    void aLineWrittenBeforeTheEndOfTheAnswerGivesOnlyTheTimes() {
        assertThat(answer("cutover/9/orders/eks1/200/2/1/40/0/+52/41/--").complete())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "something else",
                "cutover/9/orders/eks1/2",
                "cutover/9/orders/eks1/200/2/1/40/700",
                "cutover/9/orders/eks1/200/2/1/40/700/5052/41",
                "cutover/9/orders/eks1/200/2/1/40/700/5052/41/S",
                "cutover/9/orders/eks1/200/2/1/forty/700/5052/41/--",
                "cutover/9/orders/eks1/200/2/1/40/700/99999999999999999999/41/--"
            })
    void aLineThatWasCutOrIsMalformedIsLeftOut(String line) {
        assertThat(RingLine.parse(line)).isNull();
    }

    /** Status, time to the first byte and termination state as HAProxy 2.2, 2.6, 3.0 or 3.2 wrote them. */
    @ParameterizedTest(name = "{0} {1} {2} is {3}")
    @CsvSource({
        "200, 3, --,",
        "101, 3, --,",
        "101, 3, CD,",
        "101, 3, cD,",
        "101, 3, sD,",
        "101, 3, SD, TRUNCATED",
        "304, 3, --,",
        "302, 3, --, REDIRECTED",
        "401, 3, --, UNAUTHORIZED",
        "404, 3, --, NOT_FOUND",
        "404, 3, CD, NOT_FOUND",
        "429, 3, --, TOO_MANY_REQUESTS",
        "413, 3, SD, CLIENT_ERROR",
        "413, 3, SL, CLIENT_ERROR",
        "200, 3, SL,",
        "500, 3, --, FAILED",
        "500, 3, SD, FAILED",
        "503, -1, SC, FAILED",
        "503, -1, sQ, FAILED",
        "502, -1, SH, FAILED",
        "502, -1, PH, FAILED",
        "504, -1, sH, FAILED",
        "-1, -1, SD, FAILED",
        "-1, -1, sD, FAILED",
        "200, 3, SD, TRUNCATED",
        "200, 3, PD, TRUNCATED",
        "200, 3, DD, TRUNCATED",
        "200, 3, sD, STALLED",
        "400, -1, CH, GIVEN_UP",
        "400, -1, CD, GIVEN_UP",
        "-1, -1, CD, GIVEN_UP",
        "-1, -1, CC, GIVEN_UP",
        "200, 3, CD, GIVEN_UP_IN_BODY",
    })
    void theEndOfARequestTellsItsKind(int status, int millis, String end, HarmKind kind) {
        assertThat(answer("cutover/9/orders/eks1/" + status + "/0/0/" + millis + "/5/60/41/" + end)
                        .kind())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"200, 3, cD", "400, -1, cH", "200, 3, KD", "503, -1, RC", "500, -1, IH"})
    void anEndThatTheServerDidNotCauseIsNotCounted(int status, int millis, String end) {
        RingLine line = RingLine.parse("cutover/9/orders/eks1/" + status + "/0/0/" + millis + "/5/60/41/" + end);
        assertThat(line.answer(Side.EKS)).isEmpty();
    }

    @Test
    void aRouteHasAtMostFortyCharactersAndAReadingAtMostThirtyTwoRoutes() {
        assertThat(answer(LINE + "/" + "x".repeat(500) + "/-").route()).hasSize(40);
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(answer(LINE + "/scan" + i + "/-"));
            answers.add(answer(LINE + "/checkout/-"));
        }
        List<Answer> bounded = Routes.bounded(answers);
        assertThat(bounded).hasSize(200);
        assertThat(bounded.stream().filter(a -> a.route().equals("checkout"))).hasSize(100);
        assertThat(bounded.stream().map(Answer::route).distinct()).hasSize(33).contains(Routes.OTHER);
    }
}
