package io.jenkins.plugins.cutover.traffic.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.traffic.dialogue.RingLines.Line;
import io.jenkins.plugins.cutover.traffic.dialogue.RingLines.Tail;
import org.junit.jupiter.api.Test;

class RingLinesTest {
    private static final String DUMP = """
            cutover/5/orders/mesos1/200/0/1/10
            cutover/9/orders/eks1/500/2/0/7
            Nov 23 host haproxy[1]: 10.0.0.1 cutover/7/orders/mesos1/503/0/-1/-1 more
            something else
            cutover/11/orders/eks1/2""";

    @Test
    void whatStandsBehindTheLastLineTakenIsNew() {
        Tail tail = RingLines.after(5, DUMP);
        assertThat(tail.lines())
                .containsExactly(new Line(9, "orders", "eks1", 500, 9), new Line(7, "orders", "mesos1", 503, -1));
        assertThat(tail.last()).isEqualTo(7);
        assertThat(tail.found()).isTrue();
    }

    @Test
    void requestsEndInAnotherOrderThanTheyBegin() {
        assertThat(RingLines.after(9, DUMP).lines()).extracting(Line::request).containsExactly(7L);
        assertThat(RingLines.after(7, DUMP)).isEqualTo(new Tail(java.util.List.of(), 7, true));
    }

    @Test
    void aLineThatIsGoneMeansThatAllAreNewAndSomeAreLost() {
        assertThat(RingLines.after(4, DUMP).found()).isFalse();
        assertThat(RingLines.after(4, DUMP).lines()).hasSize(3);
        assertThat(RingLines.after(4, "")).isEqualTo(new Tail(java.util.List.of(), -1, false));
    }
}
