package io.jenkins.plugins.cutover.traffic.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.traffic.dialogue.RingDialogue.NewLines;
import java.util.List;
import org.junit.jupiter.api.Test;

class RingDialogueTest {
    private static final String DUMP = """
            cutover/5/orders/mesos1/200/0/1/10
            cutover/9/orders/eks1/500/2/0/7
            Nov 23 host haproxy[1]: 10.0.0.1 cutover/7/orders/mesos1/503/0/-1/-1 more
            something else
            cutover/11/orders/eks1/2""";

    @Test
    void linesAfterTheLastOneReadAreNew() {
        NewLines after = RingDialogue.linesAfter(5, DUMP);
        assertThat(after.lines())
                .containsExactly(
                        RingLine.parse("cutover/9/orders/eks1/500/2/0/7"),
                        RingLine.parse("cutover/7/orders/mesos1/503/0/-1/-1"));
        assertThat(after.last()).isEqualTo(7);
        assertThat(after.found()).isTrue();
    }

    @Test
    void newLinesMayHaveSmallerRequestCounters() {
        assertThat(RingDialogue.linesAfter(9, DUMP).lines())
                .extracting(RingLine::request)
                .containsExactly(7L);
        assertThat(RingDialogue.linesAfter(7, DUMP)).isEqualTo(new NewLines(List.of(), 7, true));
    }

    @Test
    void aMissingLineMeansThatAllAreNewAndSomeAreLost() {
        assertThat(RingDialogue.linesAfter(4, DUMP).found()).isFalse();
        assertThat(RingDialogue.linesAfter(4, DUMP).lines()).hasSize(3);
        assertThat(RingDialogue.linesAfter(4, "")).isEqualTo(new NewLines(List.of(), -1, false));
    }
}
