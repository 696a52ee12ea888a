package io.jenkins.plugins.cutover.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.judge.Endings.Split;
import io.jenkins.plugins.cutover.model.HarmKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** 300 requests a second, a quarter of them to EKS; no request fails, unless a test says so. */
class KindsOfHarmTest {
    private final SplittableRandom random = new SplittableRandom(3);

    @ParameterizedTest
    @EnumSource(
            value = HarmKind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"FAILED"})
    void halfOfTheAnswersOfAnyKindIsHarmWithinThreeSeconds(HarmKind kind) {
        Replay replay = new Replay(JudgeSettings.defaults(), 2500, BaselineHistory.NONE)
                .polls(40, s -> poll(s, kind, 0, 0))
                .polls(60, s -> poll(s, kind, .5, 0));
        assertThat(replay.found().harmful()).isTrue();
        assertThat(replay.second() - 40).isLessThanOrEqualTo(3);
        assertThat(replay.found().sentence()).contains(kind.text());
    }

    @Test
    void theSentenceNamesTheKindWithTheNumbersOfBothSides() {
        Replay replay =
                new Replay(JudgeSettings.defaults(), 2500, BaselineHistory.NONE).polls(60, s -> poll(s, 1, 30, 2));
        long seconds = replay.second();
        assertThat(replay.found().sentence())
                .startsWith("HARMFUL: EKS 0 of " + 75 * seconds + " requests failed, Mesos 0 of " + 225 * seconds
                        + "; evidence 1:")
                .contains("EKS: " + 30 * seconds + " of " + 75 * seconds + " requests were answered 404, Mesos "
                        + 2 * seconds + " of " + 225 * seconds + " (1:")
                .as("says nothing of the requests that did not fail")
                .doesNotContain("proved");
    }

    @Test
    void fewer404ThanMesosIsNoHarm() {
        Replay replay = new Replay(JudgeSettings.defaults(), 2500, BaselineHistory.NONE)
                .polls(600, s -> poll(s, HarmKind.NOT_FOUND, .01, .2));
        assertThat(replay.found().harmful()).isFalse();
    }

    @Test
    void normal404AndRedirectsOfBothSidesAreNoHarm() {
        int harmful = 0;
        for (int run = 0; run < 100; run++) {
            Replay replay = new Replay(JudgeSettings.defaults(), 2500, BaselineHistory.NONE)
                    .polls(900, s -> both(s, HarmKind.NOT_FOUND, .03, HarmKind.REDIRECTED, .05));
            harmful += replay.found().harmful() ? 1 : 0;
        }
        assertThat(harmful).isZero();
    }

    @Test
    void twiceAsMany404AsOnMesosAreHarm() {
        Replay replay = new Replay(JudgeSettings.defaults(), 2500, BaselineHistory.NONE)
                .polls(900, s -> poll(s, HarmKind.NOT_FOUND, .06, .02));
        assertThat(replay.found().harmful()).isTrue();
    }

    @Test
    void aRouteWithOnePercentOfTheTrafficThatIsWhollyBrokenIsHarm() {
        Replay replay = new Replay(JudgeSettings.defaults(), 2500, BaselineHistory.NONE).polls(900, s -> {
            Pair broken = Pair.of(3, 3, 9, 0);
            Map<HarmKind, Split> normal = Map.of(HarmKind.NOT_FOUND, new Split(5, 9));
            return Poll.of(s, Pair.of(300, 0, 900, 0))
                    .withKinds(List.of(
                            new Endings("", 300, 900, normal),
                            new Endings(
                                    "pay",
                                    broken.canary().requests(),
                                    broken.baseline().requests(),
                                    Map.of(HarmKind.NOT_FOUND, new Split(3, 0)))));
        });
        assertThat(replay.found().harmful()).isTrue();
        assertThat(replay.second()).isLessThan(60);
        assertThat(replay.found().sentence()).contains("requests for pay were answered 404");
    }

    @Test
    void aRouteThatBreaksLateIsHarmThoughOtherRoutesNormallyAnswer404() {
        Replay replay = new Replay(JudgeSettings.defaults(), 2500, BaselineHistory.NONE)
                .polls(300, s -> normal404OnTwelveRoutes(s, 0))
                .polls(300, s -> normal404OnTwelveRoutes(s, 1));
        assertThat(replay.found().harmful()).isTrue();
        assertThat(replay.second()).isBetween(301, 420);
        assertThat(replay.found().sentence()).contains("requests for pay were answered 404");
    }

    /** Two of five requests for each of twelve routes are answered 404 by either side. */
    private Poll normal404OnTwelveRoutes(int second, int broken) {
        List<Endings> all = new ArrayList<>();
        long canary = broken;
        long baseline = 0;
        for (int route = 0; route < 12; route++) {
            Split found = new Split(Replay.failures(random, 2, .4), Replay.failures(random, 6, .4));
            all.add(new Endings("route" + route, 2, 6, Map.of(HarmKind.NOT_FOUND, found)));
            canary += found.canary();
            baseline += found.baseline();
        }
        Split pay = new Split(broken * (second % 2) * 2L, 0);
        all.add(new Endings("pay", 2L * (second % 2), 3, Map.of(HarmKind.NOT_FOUND, pay)));
        all.add(0, new Endings("", 26, 75, Map.of(HarmKind.NOT_FOUND, new Split(canary, baseline))));
        return Poll.of(second, Pair.of(26, 0, 75, 0)).withKinds(all);
    }

    @Test
    void answersOfColdPodsMayBeFarTooSlow() {
        Replay replay = new Replay(JudgeSettings.defaults(), 500, BaselineHistory.NONE)
                .polls(25, s -> atFivePercent(s, 15))
                .polls(60, s -> atFivePercent(s, 0));
        assertThat(replay.found().harmful()).isFalse();
        replay.polls(60, s -> atFivePercent(s, 10));
        assertThat(replay.found().sentence()).contains(HarmKind.VERY_SLOW.text());
        assertThat(replay.found().harmful()).isTrue();
    }

    private static Poll atFivePercent(int second, long slow) {
        return Poll.of(second, Pair.of(15, 0, 285, 0))
                .withKinds(List.of(new Endings("", 15, 285, Map.of(HarmKind.VERY_SLOW, new Split(slow, 0)))));
    }

    @Test
    void aKindThatNeverOccursChangesNothing() {
        IntFunction<Poll> failing = s -> poll(s, HarmKind.NOT_FOUND, 0, 0);
        Replay with = new Replay(JudgeSettings.defaults(), 2500, BaselineHistory.NONE).polls(100, failing);
        assertThat(with.state().metrics().kinds().tests()).isEmpty();
        assertThat(with.found().sentence()).doesNotContain("404");
    }

    @Test
    void aPartOfTheRequestsBelowTheFloorIsNoHarm() {
        Replay replay =
                new Replay(JudgeSettings.defaults(), 2500, BaselineHistory.NONE).polls(900, s -> poll(s, 20, 2));
        assertThat(replay.found().harmful()).isFalse();
    }

    /** So many answers 404 of 7,500 to EKS, in one second of so many. */
    private Poll poll(int second, int every, int canary) {
        long found = second % every == 0 ? canary : 0;
        return Poll.of(second, Pair.of(7500, 0, 22_500, 0))
                .withKinds(List.of(new Endings("", 7500, 22_500, Map.of(HarmKind.NOT_FOUND, new Split(found, 0)))));
    }

    private Poll poll(int second, int every, int canary, int baseline) {
        return Poll.of(second, Pair.of(75, 0, 225, 0))
                .withKinds(List.of(new Endings(
                        "",
                        75,
                        225,
                        Map.of(HarmKind.NOT_FOUND, new Split(second % every == 0 ? canary : 0, baseline)))));
    }

    private Poll poll(int second, HarmKind kind, double canary, double baseline) {
        return Poll.of(second, Pair.of(75, 0, 225, 0))
                .withKinds(List.of(new Endings("", 75, 225, Map.of(kind, split(canary, baseline)))));
    }

    private Poll both(int second, HarmKind one, double part, HarmKind other, double otherPart) {
        return Poll.of(second, Pair.of(75, 0, 225, 0))
                .withKinds(List.of(
                        new Endings("", 75, 225, Map.of(one, split(part, part), other, split(otherPart, otherPart)))));
    }

    private Split split(double canary, double baseline) {
        return new Split(Replay.failures(random, 75, canary), Replay.failures(random, 225, baseline));
    }
}
