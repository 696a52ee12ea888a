package io.jenkins.plugins.cutover.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrafficSampleTest {
    private static final Instant AT = Instant.parse("2026-03-04T10:00:00Z");

    private static TrafficSample sample(KindSample... kinds) {
        return new TrafficSample(AT, Share.ofPercent(5), 50, 1, 950, 0, true, List.of(kinds));
    }

    @Test
    void recordDoesNotGrowWithKindsThatDidNotOccur() throws Exception {
        assertThat(Json.mapper().writeValueAsString(sample())).doesNotContain("kinds");
        assertThat(Json.mapper().writeValueAsString(sample(new KindSample(HarmKind.STALLED, 1, 0))))
                .contains("\"kinds\":[{\"kind\":\"STALLED\",\"eks\":1,\"mesos\":0}]");
    }

    @Test
    void sampleIsReadAsItWasWritten() throws Exception {
        for (TrafficSample s : List.of(sample(), sample(new KindSample(HarmKind.NOT_FOUND, 1, 2)))) {
            String json = Json.mapper().writeValueAsString(s);
            assertThat(Json.mapper().readValue(json, TrafficSample.class)).isEqualTo(s);
        }
    }

    @Test
    void bothIntervalsTogetherHaveTheSumOfEachKind() {
        TrafficSample sum = sample(new KindSample(HarmKind.STALLED, 1, 0))
                .plus(sample(new KindSample(HarmKind.STALLED, 2, 3), new KindSample(HarmKind.FAILED, 4, 0)));
        assertThat(sum.kinds())
                .containsExactly(new KindSample(HarmKind.FAILED, 4, 0), new KindSample(HarmKind.STALLED, 3, 3));
    }
}
