package io.jenkins.plugins.cutover.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jenkins.plugins.cutover.model.NodeType;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NodeCapacityTest {
    private static final NodeCapacity NODE = new NodeCapacity(2, 8192, 10);

    /** 70 millicores and 574 MiB are what an m5.large of EKS reserves; 100 MiB are the eviction's. */
    @Test
    void eksNodeReservesResources() {
        NodeCapacity node = NodeCapacity.onEks(new NodeType("m5.large", 2, 8192, 29, 0.1));
        assertThat(node.cpus()).isEqualTo(1.93, within(1e-9));
        assertThat(node.memoryMib()).isEqualTo(8192 - 574 - 100);
    }

    /** By nodeadm's arithmetic: 60 + 10 + 2 * 5 + 92 * 2.5 millicores; 255 + 11 * 737 MiB. */
    @Test
    void largeNodeReservesAsMuchAsItsImage() {
        NodeCapacity node = NodeCapacity.onEks(new NodeType("m5.24xlarge", 96, 393_216, 737, 5));
        assertThat(node.cpus()).isEqualTo(96 - .310, within(1e-9));
        assertThat(node.memoryMib()).isEqualTo(393_216 - 8362 - 100);
        assertThat(NodeCapacity.onEks(new NodeType("odd", 5, 8192, 29, 1)).cpus())
                .isEqualTo(5 - .082, within(1e-9));
    }

    @Test
    void tenTenthsFitIntoOneCore() {
        assertThat(new NodeCapacity(1, 8192, 110).machines(List.of(new Demand("a", 10, 0.1, 10))))
                .isEqualTo(1);
    }

    @Test
    void theScarcerResourceDecides() {
        assertThat(NODE.machines(List.of(new Demand("cpu", 4, 1, 1)))).isEqualTo(2);
        assertThat(NODE.machines(List.of(new Demand("memory", 4, 0.1, 4096)))).isEqualTo(2);
        assertThat(NODE.machines(List.of(new Demand("places", 21, 0.01, 1)))).isEqualTo(3);
    }

    @Test
    void shareIsWhatOthersCannotUse() {
        assertThat(NODE.share(new Demand("a", 4, 0.5, 1024))).isEqualTo(1);
        assertThat(NODE.share(new Demand("b", 4, 0.01, 1))).isEqualTo(0.4, within(1e-9));
        assertThat(NODE.share(new Demand("none", 0, 1, 1))).isZero();
    }

    @Test
    void demandAboveOneNodeIsRefused() {
        assertThatThrownBy(() -> NODE.machines(List.of(new Demand("/big", 1, 3, 1))))
                .hasMessage("/big does not fit into one machine");
    }

    /** No fewer than what is filled, and no more than first fit can waste. */
    @Property(tries = 200)
    void machinesAreEnoughAndNotManyTooMany(
            @ForAll @IntRange(min = 1, max = 60) int small, @ForAll @IntRange(min = 0, max = 30) int large) {
        List<Demand> needs = List.of(new Demand("s", small, 0.3, 700), new Demand("l", large, 1.2, 3000));
        double filled = needs.stream().mapToDouble(NODE::share).sum();
        assertThat(NODE.machines(needs))
                .isGreaterThanOrEqualTo((int) Math.ceil(small * 0.3 / 2 + large * 1.2 / 2 - 1e-9))
                .isLessThanOrEqualTo((int) Math.ceil(2 * filled) + 1);
    }
}
